//! The encodings in which Vietnamese was written before Unicode, and the ways Unicode was misread.
//! In: nothing. Out: names. Never decodes; `encoding` does.

/// How a text was written. It was then read as Windows-1252 or Latin-1, unless its bytes are at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Encoding {
    /// TCVN 5712:1993, which its fonts call ABC (`.VnTime`).
    Tcvn3,
    /// VNI for Windows: a vowel, then a byte for its marks.
    Vni,
    /// Of the Vietnamese Professionals Society.
    Vps,
    /// VISCII (RFC 1456).
    Viscii,
    /// VIQR (RFC 1456): marks as ASCII signs behind the vowel.
    Viqr,
    /// The code page of Windows: a vowel, then a combining tone.
    Windows1258,
    /// UTF-8.
    Utf8,
    /// UTF-8 that was misread, written as UTF-8 and misread again.
    Utf8Twice,
}

impl Encoding {
    /// All encodings, in the order in which summaries list them.
    pub const ALL: [Encoding; 8] = [
        Encoding::Tcvn3,
        Encoding::Vni,
        Encoding::Vps,
        Encoding::Viscii,
        Encoding::Viqr,
        Encoding::Windows1258,
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
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Twice => "utf-8-twice",
        }
    }

    /// The reason that an edit gives for a text that was written so and read otherwise.
    pub fn misread(self) -> &'static str {
        match self {
            Encoding::Tcvn3 => "misread-tcvn3",
            Encoding::Vni => "misread-vni",
            Encoding::Vps => "misread-vps",
            Encoding::Viscii => "misread-viscii",
            Encoding::Viqr => "misread-viqr",
            Encoding::Windows1258 => "misread-windows-1258",
            Encoding::Utf8 => "misread-utf-8",
            Encoding::Utf8Twice => "misread-utf-8-twice",
        }
    }
}
