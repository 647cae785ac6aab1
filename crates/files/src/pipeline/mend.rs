//! Normalise and repair for an extracted text.
//! In: extracted text, with the evidence that the file gives of its letters. Out: mended text.

use vankien_system::budget::{Budgets, ExceededLimit, Limit};
use vankien_text::{MendOptions, MendedText, mend_with};

use crate::extracted::Extracted;

/// Normalises and repairs the text of a file as `wish` says. Where `wish` has no budget of repair, that of `extracted`
/// holds.
pub fn mend_extracted<'t>(extracted: &'t Extracted, wish: MendOptions<'_>) -> MendedText<'t> {
    let most_repair_work = wish.most_repair_work.or(extracted.most_repair_work);
    let wish = MendOptions { most_repair_work, ..wish };
    mend_with(&extracted.text, &extracted.evidence, wish)
}

/// The budget of repair in `extracted`, if `mended`, made of `extracted`, exceeded it; `None` also if it has none.
pub fn repair_limit(extracted: &Extracted, mended: &MendedText<'_>) -> Option<ExceededLimit> {
    let budgets = Budgets::DEFAULT.with(Limit::RepairWork, extracted.most_repair_work?);
    let line = mended.unrepaired_from_line?;
    Some(budgets.exceeded(Limit::RepairWork).at_line(line))
}
