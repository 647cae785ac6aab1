//! What repair gives back of text that was damaged on purpose, as a table: a change of repair shows
//! as moved figures. Text and seeds are fixed; larger figures stand in `benches/RESULTS.md`.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::process::Command;

#[test]
fn the_table_is_the_one_that_is_kept() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien-lab"));
    command.args(["evaluate-repair", "--kind", "all", "--seed", "1", "--papers", "4"]);
    let output = command
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    expect_test::expect_file!["yardstick.txt"].assert_eq(&table);
}
