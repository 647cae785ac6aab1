//! The program: calls the command line of the library, and sets the allocator.

use std::process::ExitCode;

/// The allocator of the program, its readers in sandboxes included.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    vankien::cli::run()
}
