//! `vankien completions` and `vankien man`: completion scripts and manual pages, generated from the grammar of the
//! command line. Hidden commands are left out.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;
use vankien_system::error::Error as SystemError;

use super::outcome::{CommandResult, Outcome};
use crate::error::Error;

/// The name under which the program is called.
const NAME: &str = "vankien";

#[derive(Debug, Args)]
#[command(after_help = "\
bash: vankien completions bash > ~/.local/share/bash-completion/completions/vankien
zsh:  vankien completions zsh > DIR/_vankien, where DIR is in $fpath
fish: vankien completions fish > ~/.config/fish/completions/vankien.fish")]
pub struct Completions {
    /// Shell to print the script for.
    shell: Shell,
}

#[derive(Debug, Args)]
pub struct Man {
    /// Command whose page to print; none for the page of the program.
    command: Option<String>,
    /// Write the pages of the program and of all commands into this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    dir: Option<PathBuf>,
}

impl Completions {
    pub fn run(&self, grammar: &Command, out: &mut impl Write) -> CommandResult {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut visible_grammar(grammar), NAME, &mut script);
        out.write_all(&script)?;
        Ok(Outcome::Found)
    }
}

impl Man {
    pub fn run(&self, grammar: &Command, out: &mut impl Write) -> CommandResult {
        let program = visible_grammar(grammar);
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
                // Puts the flags that all commands share into each of them.
                program.build();
                let missing = || {
                    let what = "there is no such command; `vankien --help` lists them".into();
                    vankien_search::Error::Question { question: name.clone(), what }
                };
                program.find_subcommand(name).ok_or_else(missing)?.clone()
            }
        };
        clap_mangen::Man::new(page).render(out)?;
        Ok(Outcome::Found)
    }
}

/// The grammar of the command line without hidden commands.
fn visible_grammar(grammar: &Command) -> Command {
    let commands: Vec<Command> =
        grammar.get_subcommands().filter(|command| !command.is_hide_set()).cloned().collect();
    let mut visible = Command::new(NAME).version(env!("CARGO_PKG_VERSION"));
    if let Some(about) = grammar.get_about() {
        visible = visible.about(about.clone());
    }
    visible.args(grammar.get_arguments().cloned()).subcommands(commands)
}
