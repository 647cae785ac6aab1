//! A mention of a paper as the stages hand it on: in which form, and what tells which paper is meant.
//! In: nothing. Out: plain values without behaviour beyond names. Never reads, never prints.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use vankien_text::span::Span;

/// A place at which a paper names another, or itself, by number or name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// Where it stands, as bytes of the section's text.
    pub span: Span,
    /// The number of the cited paper, canonical: `59-NQ/TW`; `None` where it cannot be told.
    pub canonical: Option<String>,
    /// The kind of the cited paper: `Nghị quyết` (resolution); `None` where neither words nor number tell it.
    pub kind: Option<Cow<'static, str>>,
    /// The body that issued it: `Bộ Chính trị` (Politburo); `None` where neither words nor number tell it.
    pub issuer: Option<Cow<'static, str>>,
    /// The date printed beside it, in ISO form; where no more is printed, month (`2020-08`) or year (`2020`) alone.
    pub date: Option<String>,
    /// The ISO date that tells the cited paper from its namesakes (papers with the same number): printed beside this
    /// citation or an earlier one, or in the masthead where the paper cites itself.
    pub of_date: Option<String>,
    /// In which form it is cited.
    pub form: Form,
    /// What tells which paper is meant.
    pub basis: Basis,
    /// How sure the citation is, from 0 to 1. The values are judgements.
    pub confidence: f32,
    /// What it may stand for where `canonical` is `None`: the numbers that fit, or the words for which the paper
    /// defined the name. Empty where nothing is known.
    pub candidates: Vec<String>,
}

impl Form {
    /// Whether the paper speaks of itself: by its own number, or by a word such as `Nghị quyết này`.
    pub fn is_of_itself(self) -> bool {
        matches!(self, Form::Own | Form::Itself)
    }
}

impl Citation {
    /// Its words as they stand in `text`, which must be the text of its section, on one line: `Nghị quyết số 59-NQ/TW`.
    pub fn surface(&self, text: &str) -> String {
        self.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What tells which paper a citation means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// The whole number stands there.
    #[default]
    Printed,
    /// Kind, serial and issuer, which stand there, give the number.
    Issuer,
    /// The same paper cites the number in full elsewhere.
    Twin,
    /// It is listed with a whole number, whose kind and body it shares: `số 12 và 13-NQ/TW`.
    Series,
    /// Nothing: only a serial stands there.
    Open,
    /// A name that the paper defined for it.
    Alias,
    /// The title that the paper quoted with the number.
    Title,
    /// The name of a paper, without any number.
    Name,
    /// The paper's own kind with `này` (this): it means itself.
    Itself,
    /// The paper of this kind that was cited last before it: `Nghị quyết nói trên` (the said resolution).
    LastOfKind,
}

impl Basis {
    /// Its code for programs, which never changes; `None` for [`Basis::Printed`].
    pub fn code(self) -> Option<&'static str> {
        Some(match self {
            Basis::Printed => return None,
            Basis::Issuer => "by-issuer",
            Basis::Twin => "cited-in-full",
            Basis::Series => "in-series",
            Basis::Open => "open",
            Basis::Alias => "defined-name",
            Basis::Title => "quoted-title",
            Basis::Name => "name-alone",
            Basis::Itself => "itself",
            Basis::LastOfKind => "last-of-kind",
        })
    }
}

/// In which form a paper is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Kind and number: `Nghị quyết số 59-NQ/TW`.
    Full,
    /// The number alone: `59-NQ/TW`.
    Number,
    /// Kind and serial alone: `Nghị quyết số 59 của Bộ Chính trị`.
    Short,
    /// A name that the paper defined for it, or words that point back to it (`Nghị quyết nói trên`, the said
    /// resolution).
    Alias,
    /// The paper itself: `Công văn này` (this letter).
    #[serde(rename = "self")]
    Itself,
    /// By its title or name, without a number.
    Title,
    /// The paper's own number, where its masthead prints it.
    Own,
}
