//! The program: hands the command line to the library and turns the answer into an exit code.

fn main() {}
