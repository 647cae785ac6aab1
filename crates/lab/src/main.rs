//! The program `vankien-lab`: runs the command line of the library and ends with the exit code that it gives.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    vankien_lab::cli::run()
}
