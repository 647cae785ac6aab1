//! The encodings in which Vietnamese was written before Unicode, and the ways in which UTF-8 was wrongly decoded.
//! In: nothing. Out: names. Never decodes; `encoding` does.

/// The encoding in which a text was written. It was then wrongly decoded: UTF-8 as some code page, Latin-1 as
/// Windows-1258, others as Windows-1252 or Latin-1; VIQR is ASCII, which none changes. A text whose bytes are at hand
/// was not decoded yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Encoding {
    /// TCVN 5712:1993, called ABC after its fonts (`.VnTime`). A font of capitals shows toned capitals, which have no
    /// codes.
    Tcvn3,
    /// VNI for Windows: one byte for a vowel, then one for its marks.
    Vni,
    /// VPS, the encoding of the Vietnamese Professionals Society.
    Vps,
    /// VISCII (RFC 1456).
    Viscii,
    /// VIQR (RFC 1456): marks as ASCII signs behind the vowel.
    Viqr,
    /// Windows-1258, the code page of Windows: a vowel, then a combining tone.
    Windows1258,
    /// Latin-1, decoded as Windows-1258. Only the letters that Latin-1 has were; the others are in order.
    Latin1,
    /// UTF-8, which was wrongly decoded once.
    Utf8,
    /// UTF-8 that was wrongly decoded, written as UTF-8 and wrongly decoded again.
    Utf8Twice,
}

impl Encoding {
    /// All encodings, in the order in which summaries list them.
    pub const ALL: [Encoding; 9] = [
        Encoding::Tcvn3,
        Encoding::Vni,
        Encoding::Vps,
        Encoding::Viscii,
        Encoding::Viqr,
        Encoding::Windows1258,
        Encoding::Latin1,
        Encoding::Utf8,
        Encoding::Utf8Twice,
    ];

    /// The word that JSON and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Tcvn3 => "tcvn3",
            Encoding::Vni => "vni",
            Encoding::Vps => "vps",
            Encoding::Viscii => "viscii",
            Encoding::Viqr => "viqr",
            Encoding::Windows1258 => "windows-1258",
            Encoding::Latin1 => "latin-1",
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Twice => "utf-8-twice",
        }
    }

    /// The name of the reason of an edit, as JSON and messages have it, for text that was written in this encoding and
    /// decoded in another.
    pub fn reason(self) -> &'static str {
        match self {
            Encoding::Tcvn3 => "misread-tcvn3",
            Encoding::Vni => "misread-vni",
            Encoding::Vps => "misread-vps",
            Encoding::Viscii => "misread-viscii",
            Encoding::Viqr => "misread-viqr",
            Encoding::Windows1258 => "misread-windows-1258",
            Encoding::Latin1 => "misread-latin-1",
            Encoding::Utf8 => "misread-utf-8",
            Encoding::Utf8Twice => "misread-utf-8-twice",
        }
    }
}
