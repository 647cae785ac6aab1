//! The addresses of the server without a socket, for tests and programs that use the library.
//! In: a path of the table of routes, and its parameters. Out: status and body that the server would give, but for the
//! link to the other language on pages of a paper, which names `{id}`.
//! Never checks the caller, never catches a panic, and has no limit of time or memory; the server does all that.

use std::path::Path;

use super::answer::reply_or_not_modified;
use super::reply::Reply;
use super::routes::ROUTES;
use super::state::OpenStates;

/// The addresses of the table of routes over one index; `/metrics` is not among them.
#[derive(Debug)]
pub struct Addresses {
    states: OpenStates,
}

impl Addresses {
    /// The addresses over the index in `folder`; nothing is opened yet.
    pub fn over(folder: &Path) -> Addresses {
        Addresses { states: OpenStates::new(folder.to_path_buf().into()) }
    }

    /// The path of each address, such as `/papers/{id}`, with the names of its parameters.
    pub fn all() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
        ROUTES.iter().map(|route| (route.path, route.parameters.iter().map(|one| one.name)))
    }

    /// Status and whole body of the answer to one address, from the newest state of the index or that of a `cursor`.
    /// `path` is as [`Addresses::all`] gives it; `values` are the parameters, `id` included. A problem is an answer,
    /// too. `None` if the table has no such path.
    pub fn get(&self, path: &str, values: &[(&str, &str)]) -> Option<(u16, Vec<u8>)> {
        let route = ROUTES.iter().find(|route| route.path == path)?;
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let answer =
            reply_or_not_modified(&self.states, route, values.collect(), path.to_owned(), None);
        let reply = answer.and_then(Reply::whole).unwrap_or_else(|problem| problem.reply());
        Some((reply.status, reply.body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_engine::fixture::{index_of, paper};
    use vankien_papers::document::{Document, Section};
    use vankien_system::stop;

    fn body(addresses: &Addresses, path: &str, values: &[(&str, &str)]) -> String {
        let (status, body) = addresses.get(path, values).expect("an address");
        assert_eq!(status, 200, "{path} {values:?}");
        String::from_utf8(body).expect("UTF-8")
    }

    /// The rows of a paper in all its stretches, and how many stretches there are. None is long.
    fn read(addresses: &Addresses, id: &str) -> (Vec<(String, String)>, usize) {
        let (mut rows, mut cursor, mut parts) = (Vec::new(), String::new(), 0);
        loop {
            let body = body(addresses, "/api/v1/papers/{id}", &[("id", id), ("cursor", &cursor)]);
            assert!(body.len() < 6 << 20, "{}", body.len());
            let view: serde_json::Value = serde_json::from_str(&body).expect("JSON");
            let text =
                |row: &serde_json::Value, key: &str| row[key].as_str().expect("a text").to_owned();
            let found = view["sections"].as_array().expect("rows").iter();
            rows.extend(found.map(|row| (text(row, "path"), text(row, "text"))));
            parts += 1;
            match view["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => return (rows, parts),
            }
        }
    }

    /// How many stretches the page of a paper has, and how many hits are marked in all of them. None is long.
    fn pages(addresses: &Addresses, id: &str, question: &str) -> (usize, usize) {
        let (mut from, mut pages, mut marks) = (String::from("0"), 0, 0);
        loop {
            let body =
                body(addresses, "/papers/{id}", &[("id", id), ("q", question), ("from", &from)]);
            assert!(body.len() < 8 << 20, "{}", body.len());
            pages += 1;
            marks += body.matches("<mark").count();
            let next = body.split("rel=\"next\" href=\"").nth(1);
            let next = next.and_then(|rest| rest.split("from=").nth(1)?.split(['"', '&']).next());
            let Some(next) = next else { return (pages, marks) };
            assert_ne!(next, from, "it goes on");
            next.clone_into(&mut from);
        }
    }

    #[test]
    fn whatever_its_length_a_paper_is_shown_in_stretches() {
        let folder = tempfile::tempdir().expect("a folder");
        let endless = "cán bộ xã ".repeat(500_000);
        let section = |at: usize| Section {
            path: at.to_string(),
            text: format!("Mục {at} nói về việc riêng của nó."),
            lines: (at as u32, at as u32),
            ..Section::default()
        };
        let many = Document { sections: (1..20_001).map(section).collect(), ..Document::default() };
        index_of(
            folder.path(),
            vec![("endless.txt", paper(&endless, None, &[])), ("many.txt", many)],
        );
        let addresses = Addresses::over(folder.path());
        let (rows, parts) = read(&addresses, "endless.txt");
        let text: Vec<&str> = rows.iter().map(|(_, text)| text.as_str()).collect();
        assert!(parts > 1 && text.join(" ").trim() == endless.trim(), "{parts}");
        assert!(pages(&addresses, "endless.txt", "").0 >= endless.len() >> 20);
        let (rows, parts) = read(&addresses, "many.txt");
        assert!(parts > 1 && rows.len() == 20_000, "{parts}");
        assert!(rows.iter().enumerate().all(|(at, (path, _))| *path == (at + 1).to_string()));
        let (parts, marks) = pages(&addresses, "many.txt", "riêng");
        assert!(parts > 1);
        assert_eq!(marks, 20_000);
    }

    #[test]
    fn a_stretch_with_many_hits_is_short_and_none_is_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        index_of(folder.path(), vec![("a.txt", paper(&"cán bộ ".repeat(12_001), None, &[]))]);
        let addresses = Addresses::over(folder.path());
        assert_eq!(pages(&addresses, "a.txt", "cán"), (3, 12_001));
        let hits = body(&addresses, "/api/v1/search", &[("q", "bộ")]);
        assert!(!hits.contains("matches_left_out"));
    }

    #[test]
    fn a_list_in_parts_holds_every_row_once() {
        let folder = tempfile::tempdir().expect("a folder");
        // A mention is quoted with as much of the text around it as may be.
        let texts: Vec<(String, String)> = (0..60)
            .map(|at| {
                (
                    format!("{at:02}.txt"),
                    format!("{}số {at}. ", "chi bộ tổ dân phố ".repeat(40)).repeat(12),
                )
            })
            .collect();
        let papers = texts.iter().map(|(path, text)| (path.as_str(), paper(text, None, &[])));
        index_of(folder.path(), papers.collect());
        let addresses = Addresses::over(folder.path());
        let (mut cursor, mut seen, mut parts) = (String::new(), 0, 0);
        let total = loop {
            let values = [("q", "phố"), ("cursor", cursor.as_str()), ("n", "0")];
            let body = body(&addresses, "/api/v1/mentions", &values);
            assert!(body.len() < 18 << 20, "{}", body.len());
            let list: serde_json::Value = serde_json::from_str(&body).expect("JSON");
            seen += list["mentions"].as_array().expect("rows").len();
            let total = list["total"].as_u64().expect("a number") as usize;
            parts += 1;
            match list["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break total,
            }
        };
        assert_eq!((seen, total), (60 * 12 * 40, 60 * 12 * 40));
        assert_eq!(parts, 6);
    }

    #[test]
    fn the_citations_of_a_long_section_come_part_by_part() {
        let numbers: Vec<String> =
            (0..3_000).map(|at| format!("{}/2020/TT-BTC", 10_000 + at)).collect();
        let cited: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let text = format!("Căn cứ {} và 59-NQ/TW", numbers.join(", "));
        let folder = tempfile::tempdir().expect("a folder");
        let papers = vec![
            ("many.txt", paper(&text, None, &[&cited[..], &["59-NQ/TW"]].concat())),
            ("own.txt", paper("Số 59-NQ/TW", Some("59-NQ/TW"), &[])),
        ];
        index_of(folder.path(), papers);
        let addresses = Addresses::over(folder.path());
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let values = [("id", "many.txt"), ("n", "1300"), ("cursor", &cursor)];
            let body = body(&addresses, "/api/v1/papers/{id}/citations", &values);
            let view: serde_json::Value = serde_json::from_str(&body).expect("JSON");
            assert_eq!(view["total"], 3_001);
            let rows = view["citations"].as_array().expect("rows").iter();
            found.extend(rows.map(|row| row["canonical"].as_str().unwrap_or("?").to_owned()));
            match view["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(found.pop().as_deref(), Some("59-NQ/TW"));
        assert_eq!(found, numbers);
        let graph = body(&addresses, "/papers/{id}/graph", &[("id", "many.txt")]);
        assert!(graph.contains("+ 2977 "), "all papers but those shown are counted");
    }

    #[test]
    fn whatever_reads_the_index_can_be_stopped() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "Thực hiện Nghị quyết số 59-NQ/TW của cán bộ";
        index_of(folder.path(), vec![("a.txt", paper(text, Some("59-NQ/TW"), &[]))]);
        let addresses = Addresses::over(folder.path());
        let id = vankien_engine::paper_id("a.txt");
        let stop = stop::Stop::default();
        stop.set();
        for (path, names) in Addresses::all() {
            // These look into no record.
            let is_idle = path.starts_with("/static")
                || path.ends_with("health")
                || path.ends_with("openapi.json");
            if is_idle || path == "/report" || path == "/" {
                continue;
            }
            let question = if path.ends_with("cited-by") { "59-NQ/TW" } else { "cán bộ" };
            let value = |name: &'static str| match name {
                "q" if path.ends_with("/papers") => Some((name, "loai:?")),
                "q" => Some((name, question)),
                "id" => Some((name, id.as_str())),
                _ => None,
            };
            let values: Vec<(&str, &str)> = names.filter_map(value).collect();
            let answer = stop::run_until(&stop, || addresses.get(path, &values));
            assert!(answer.is_err(), "{path} goes on");
        }
    }
}
