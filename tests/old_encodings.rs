//! Papers in VIQR, and in UTF-8 that was read as Latin-1, are asked and shown like others: a hit shows what the file has in
//! place of each letter, which often has as many bytes as the letter (`a^.` and `ậ` have three).

use unicode_normalization::UnicodeNormalization;

use crate::program::Folder;

/// The texts of `corpus`.
fn texts() -> Vec<String> {
    let files = walkdir::WalkDir::new("corpus").sort_by_file_name().into_iter();
    let texts = files
        .filter_map(Result::ok)
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "txt"));
    texts.map(|file| std::fs::read_to_string(file.path()).expect("a text")).collect()
}

/// What writes a text in another encoding.
type Encode = fn(&str) -> String;

/// `text` in VIQR (RFC 1456), but without the backslash that belongs between a vowel and a full stop.
fn in_viqr(text: &str) -> String {
    let sign = |part: char| match part {
        '\u{300}' => '`',
        '\u{301}' => '\'',
        '\u{303}' => '~',
        '\u{309}' => '?',
        '\u{323}' => '.',
        '\u{302}' => '^',
        '\u{306}' => '(',
        '\u{31b}' => '+',
        other => other,
    };
    let text = text.replace('đ', "dd").replace('Đ', "DD");
    text.nfd().map(sign).collect()
}

/// `text` whose bytes were read as Latin-1.
fn read_as_latin_1(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

#[test]
fn hits_of_papers_in_old_encodings_are_shown() {
    let texts = texts();
    assert!(texts.len() > 9);
    for (name, encode) in [("viqr", in_viqr as Encode), ("latin-1", read_as_latin_1)] {
        let folder = Folder::new(&[]);
        for (at, text) in texts.iter().enumerate() {
            folder.write(&format!("{at}.txt"), &encode(text));
        }
        folder.said(&["ingest", "."], 0);
        let mut hits = 0;
        for text in &texts {
            // Questions from the beginning, the middle and the end of each paper.
            let words: Vec<&str> = text.split_whitespace().collect();
            for start in [0, words.len() / 3, words.len() / 2, words.len().saturating_sub(12)] {
                let question = words[start..].iter().take(8).copied().collect::<Vec<_>>().join(" ");
                let output = folder.run(&["search", "--json", "--limit", "30", "--", &question]);
                let code = output.status.code().expect("it ended by itself");
                assert!(
                    code < 2,
                    "{name}: {question}: {}",
                    String::from_utf8_lossy(&output.stderr)
                );
                hits += usize::from(code == 0);
            }
        }
        assert!(hits >= 2 * texts.len(), "{name}: {hits}");
    }
}
