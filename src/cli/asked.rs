//! The question that several arguments make.
//! In: arguments as the shell gave them. Out: one question. Never reads it; `search` does.

use vankien_system::crash;

/// The question that several arguments make. An argument that is a filter for a name is one whatever
/// blanks its value holds: the shell took its quotation marks away.
pub fn question(arguments: &[String]) -> String {
    let quoted = |argument: &String| {
        vankien_search::quoted_whole(argument).unwrap_or_else(|| argument.clone())
    };
    let question = arguments.iter().map(quoted).collect::<Vec<_>>().join(" ");
    crash::panic_for_test(&question);
    question
}
