//! `vankien mcp`: the Model Context Protocol over standard input and output, for assistants.

use std::io::{self, Write};

use clap::Args;

use super::context::Context;
use super::outcome::{Answer, Outcome};
use super::serve;
use crate::serve::converse;

#[derive(Debug, Args)]
#[command(after_help = "\
Tools: search, mentions (QUESTION), paper, citations (PAPER). An assistant starts this program itself; \
name it there as: vankien mcp --index DIR")]
pub struct Mcp {}

impl Mcp {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        serve::sound(context)?;
        converse(&context.index, io::stdin().lock(), out)?;
        Ok(Outcome::Found)
    }
}
