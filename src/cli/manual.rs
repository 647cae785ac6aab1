//! `vankien completions` and `vankien man`: what shells and manuals want, from the command line itself.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;
use vankien_system::error::Error as SystemError;

use super::outcome::{Answer, Outcome};
use crate::error::Error;

/// The name under which the program is called.
const NAME: &str = "vankien";

#[derive(Debug, Args)]
#[command(after_help = "\
bash: vankien completions bash > ~/.local/share/bash-completion/completions/vankien
zsh:  vankien completions zsh > DIR/_vankien, where DIR is in $fpath
fish: vankien completions fish > ~/.config/fish/completions/vankien.fish")]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

#[derive(Debug, Args)]
pub struct Man {
    /// The command whose page to print; none for that of the program.
    command: Option<String>,
    /// Write the pages of the program and of all commands into this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    dir: Option<PathBuf>,
}

impl Completions {
    pub fn run(&self, whole: &Command, out: &mut impl Write) -> Answer {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut shown(whole), NAME, &mut script);
        out.write_all(&script)?;
        Ok(Outcome::Found)
    }
}

impl Man {
    pub fn run(&self, whole: &Command, out: &mut impl Write) -> Answer {
        let program = shown(whole);
        if let Some(folder) = &self.dir {
            let failed =
                |source| Error::System(SystemError::Write { path: folder.clone(), source });
            std::fs::create_dir_all(folder).map_err(failed)?;
            clap_mangen::generate_to(program, folder).map_err(failed)?;
            return Ok(Outcome::Found);
        }
        let page = match &self.command {
            None => program,
            Some(name) => {
                let mut program = program;
                // What all commands share is put into each of them.
                program.build();
                let missing = || {
                    let what = "is no command; `vankien --help` lists them".into();
                    vankien_search::Error::Question { question: name.clone(), what }
                };
                program.find_subcommand(name).ok_or_else(missing)?.clone()
            }
        };
        clap_mangen::Man::new(page).render(out)?;
        Ok(Outcome::Found)
    }
}

/// The command line without what is not for people.
fn shown(whole: &Command) -> Command {
    let commands: Vec<Command> =
        whole.get_subcommands().filter(|one| !one.is_hide_set()).cloned().collect();
    let mut bare = Command::new(NAME).version(env!("CARGO_PKG_VERSION"));
    if let Some(about) = whole.get_about() {
        bare = bare.about(about.clone());
    }
    bare.args(whole.get_arguments().cloned()).subcommands(commands)
}
