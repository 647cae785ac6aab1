//! The program `vankien-lab`: hands the command line to the library and turns the answer into an exit code.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    vankien_lab::cli::run()
}
