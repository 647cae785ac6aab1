//! A mention of a paper as the stages hand it on: in which form, and what tells which paper is meant.
//! In: nothing. Out: plain values without behaviour beyond names. Never reads, never prints.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use vankien_text::span::Span;

/// A mention of a paper by its number or name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// Bytes of the section's text.
    pub span: Span,
    /// `59-NQ/TW`, or `None` where the number cannot be told.
    pub canonical: Option<String>,
    /// `Nghị quyết`.
    pub kind: Option<Cow<'static, str>>,
    /// `Bộ Chính trị`.
    pub issuer: Option<Cow<'static, str>>,
    /// ISO date printed beside it.
    pub date: Option<String>,
    /// The date that tells the cited paper from its namesakes: printed beside it, or where the same
    /// paper cites it elsewhere.
    pub of_date: Option<String>,
    /// In which form it is cited.
    pub form: Form,
    /// What tells which paper is meant.
    pub basis: Basis,
    /// From 0 to 1.
    pub confidence: f32,
    /// What it may stand for, where that is not decided: numbers, or the name of a paper without one.
    pub candidates: Vec<String>,
}

impl Citation {
    /// As it stands in `text`, the text of its section, on one line: `Nghị quyết số 59-NQ/TW`.
    pub fn surface(&self, text: &str) -> String {
        self.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What tells which paper a citation means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// The number stands there.
    #[default]
    Printed,
    /// Kind, bare number and issuer give the number.
    Issuer,
    /// The same paper cites the number in full elsewhere.
    Twin,
    /// It is listed with a whole number, whose end it shares.
    Series,
    /// Nothing: the bare number is open.
    Open,
    /// A name that the paper defined.
    Alias,
    /// The title that the paper quoted with the number.
    Title,
    /// A name without a number.
    Name,
    /// The paper's own kind.
    Itself,
    /// The paper of this kind that was cited last.
    Back,
}

impl Basis {
    /// Its code, which stays as it is; `None` where the number itself stands there.
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
            Basis::Back => "last-of-kind",
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
    /// Kind and a bare number: `Nghị quyết số 59 của Bộ Chính trị`.
    Short,
    /// A name the paper defined for it in parentheses.
    Alias,
    /// The paper itself: `Công văn này`.
    #[serde(rename = "self")]
    Itself,
    /// By title.
    Title,
    /// The paper's own number in its masthead.
    Own,
}
