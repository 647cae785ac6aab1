//! The day on which a law was passed, where the head does not print a date: its last sentence says it.
//! In: the printed lines and the masthead. Out: the masthead with the date.
//! Never replaces a date that the head prints.

use super::date;
use super::line::Line;
use crate::document::{Field, Masthead};

/// The words before the date, and the bodies that pass laws, in small letters.
const PASSED: &str = "thông qua ngày";
const BODIES: [&str; 4] = ["quốc hội", "ủy ban thường vụ", "uỷ ban thường vụ", "hội đồng nhân dân"];

/// Fills in the date from the sentence that says when the paper was passed.
pub fn complete(masthead: &mut Masthead, lines: &[Line<'_>]) {
    if masthead.date.is_some() || masthead.kind.is_none() {
        return;
    }
    masthead.date = (0..lines.len()).rev().find_map(|at| passed(&lines[at..]));
}

/// The sentence may be printed on two lines.
fn passed(lines: &[Line<'_>]) -> Option<Field<String>> {
    let (first, second) = (lines.first()?, lines.get(1));
    let one = first.text.to_lowercase();
    if !one.contains("thông qua") {
        return None;
    }
    let both = format!("{one} {}", second.map_or(String::new(), |line| line.text.to_lowercase()));
    let at = both.find(PASSED)?;
    let is_body =
        BODIES.iter().any(|body| both[..at].contains(body)) && speaks_of_itself(&both[..at]);
    let day = at + PASSED.len() - "ngày".len();
    let (length, iso) = date::read(&both[day..]).filter(|_| is_body)?;
    let last = if day + length <= one.len() { first } else { second? };
    Some(Field { value: iso, lines: (first.number, last.number), confidence: 0.9 })
}

/// Whether the words before the date speak of this paper (`Luật này được …`), not of one on which it rests.
fn speaks_of_itself(before: &str) -> bool {
    let sentence =
        before.rsplit(['.', ';']).next().unwrap_or(before).trim_start_matches(['-', ' ']);
    sentence.contains(" này") && !sentence.starts_with("căn cứ")
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    fn date_of(text: &str) -> Option<(String, (u32, u32))> {
        let kind = Some(Field { value: "Luật".to_owned(), lines: (1, 1), confidence: 1.0 });
        let mut masthead = Masthead { kind, ..Masthead::default() };
        complete(&mut masthead, &lines(text));
        masthead.date.map(|date| (date.value, date.lines))
    }

    #[test]
    fn the_last_sentence_of_a_law_tells_its_date() {
        let text = "LUẬT\nLuật này được Quốc hội khóa XV, kỳ họp thứ 5 thông qua\nngày 20 tháng 6 năm 2023.";
        assert_eq!(date_of(text), Some(("2023-06-20".to_owned(), (2, 3))));
        let text = "LUẬT\nKế hoạch được ban giám đốc thông qua ngày 20 tháng 6 năm 2023.";
        assert_eq!(date_of(text), None);
        for ground in [
            "QUY CHẾ\nCăn cứ Luật số 91/2015/QH13 đã được Quốc hội thông qua ngày 24 tháng 11 năm 2015;",
            "QUY CHẾ\n- Căn cứ Luật Đất đai được Quốc hội thông qua ngày 24 tháng 11 năm 2015;",
            "QUY CHẾ\nLuật số 91/2015/QH13 được Quốc hội thông qua ngày 24 tháng 11 năm 2015.",
        ] {
            assert_eq!(date_of(ground), None, "{ground}");
        }
    }
}
