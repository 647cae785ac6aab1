//! Finds the day on which a law or resolution was passed, where its head prints no date. The last sentence of such a
//! paper tells it: `Luật này được Quốc hội thông qua ngày 20 tháng 6 năm 2023` (This law was passed by the National
//! Assembly on 20 June 2023).
//! In: the printed lines and the masthead. Out: the masthead with the date.
//! Never replaces a date that the head prints.

use super::date;
use super::line::Line;
use crate::document::{Field, Masthead};

/// The words before the date (passed on the day), in small letters. The last word, `ngày` (day), is parsed with the
/// date.
const PASSED: &str = "thông qua ngày";
/// The bodies that pass laws, in small letters: National Assembly, standing committee in two spellings, people's
/// council.
const BODIES: [&str; 4] = ["quốc hội", "ủy ban thường vụ", "uỷ ban thường vụ", "hội đồng nhân dân"];

/// Fills in [`Masthead::date`], if it is empty, from the sentence that says when this paper was passed. `lines` are the
/// lines of the paper; the last such sentence counts. A paper without a kind, such as a newspaper article, is left as
/// it is.
pub fn complete(masthead: &mut Masthead, lines: &[Line<'_>]) {
    if masthead.date.is_some() || masthead.kind.is_none() {
        return;
    }
    masthead.date = (0..lines.len()).rev().find_map(|at| passed(&lines[at..]));
}

/// The date in a sentence whose words `thông qua` (passed) stand on the first of `lines`. The date may stand on the
/// second line; body and `này` must stand on one of the two. The rest of `lines` is not looked at.
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
    // The word `ngày` is read again with the date behind it.
    let (length, iso) = date::read(&both[day..]).filter(|_| is_body)?;
    let last = if day + length <= one.len() { first } else { second? };
    // A confidence of 0.9 is a judgement, not measured. `vankien-lab evaluate-mastheads --facts FILE --papers DIR`
    // measures how many dates are right.
    Some(Field { value: iso, lines: (first.number, last.number), confidence: 0.9 })
}

/// Whether the sentence up to the date is about this paper: it holds `này` (this), as in `Luật này được …` (this law
/// was …). It is not, if it begins with `căn cứ` (pursuant to): then it cites a paper that this one rests on.
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
