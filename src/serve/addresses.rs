//! The addresses of the server without a socket, for programs that hold the library.
//! In: a path of the table and its values. Out: what the server would answer.
//! Never asks who the caller is and never catches a panic: that is the work of the server.

use std::path::Path;

use super::answer::fresh;
use super::generation::Generations;
use super::routes::ROUTES;

/// All addresses over one index.
#[derive(Debug)]
pub struct Addresses {
    generations: Generations,
}

impl Addresses {
    /// The addresses over the index in `folder`; nothing is opened yet.
    pub fn over(folder: &Path) -> Addresses {
        Addresses { generations: Generations::new(folder.to_path_buf()) }
    }

    /// The path of each address, such as `/papers/{id}`, with the names of the values it takes.
    pub fn all() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
        ROUTES.iter().map(|route| (route.path, route.parameters.iter().map(|one| one.name)))
    }

    /// Status and body of the answer to one address; `None` where the table has no such path.
    pub fn get(&self, path: &str, values: &[(&str, &str)]) -> Option<(u16, Vec<u8>)> {
        let route = ROUTES.iter().find(|route| route.path == path)?;
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let answer = fresh(&self.generations, route, values.collect(), path.to_owned(), None);
        let reply = answer.unwrap_or_else(|problem| problem.reply());
        Some((reply.status, reply.body))
    }
}
