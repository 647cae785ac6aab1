//! `vankien mcp`: the Model Context Protocol on standard input and output, for AI assistants.
//! In: messages, one per line of JSON, until the input ends. Out: answers in the same form.

use std::io::{self, Write};

use clap::Args;

use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::serve;
use crate::serve::serve_assistant;

#[derive(Debug, Args)]
#[command(after_help = "\
Tools: search and mentions, which take a question; paper and citations, which take a paper. The assistant starts this \
program itself. Enter this command in its settings: vankien mcp --index DIR")]
pub struct Mcp {}

impl Mcp {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        serve::check_index(context)?;
        serve_assistant(&context.index, io::stdin().lock(), out)?;
        Ok(Outcome::Found)
    }
}
