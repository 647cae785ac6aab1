//! Joins the arguments of a command line to one question.
//! In: arguments as the shell gave them. Out: one question. Never parses it; `vankien-search` does.

use vankien_system::crash;

/// Joins arguments with blanks. A filter whose value holds blanks (`coquan:Tỉnh ủy`, issuer: provincial committee) is
/// put into quotation marks again, which the shell took away. In a build with debug assertions tests can make it panic
/// ([`crash::panic_for_test`]).
pub fn from_arguments(arguments: &[String]) -> String {
    let quoted = |argument: &String| {
        vankien_search::with_shell_quotes(argument).unwrap_or_else(|| argument.clone())
    };
    let question = arguments.iter().map(quoted).collect::<Vec<_>>().join(" ");
    crash::panic_for_test(&question);
    question
}
