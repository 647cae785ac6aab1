//! List numbering of an old Word file ([MS-DOC] 2.9.131, 2.9.147), from which all offsets and flags here come.
//! In: the table stream. Out: definitions and lists, as `list` uses them for all formats.

use super::super::list::{Definition, LEVELS, Level, List, Numbering};
use super::bytes::{index_at, slice, u8_at, u16_at, u32_at};
use super::fib::{Fib, Part};

/// Bytes of a list definition without its levels (LSTF).
const DEFINITION_BYTES: usize = 28;
/// Bytes of a list without its overrides (LFO).
const LIST_BYTES: usize = 16;

/// Parses the list definitions and the lists. Never fails: where the data is cut short, what stands before stays.
pub fn parse_numbering(fib: &Fib<'_>, table: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    // `None` means that the data is cut short; the lists before that place stay.
    let (start, length) = fib.place(Part::Lists);
    if length > 0 {
        let _ = add_definitions(table, start, &mut numbering);
    }
    let (start, length) = fib.place(Part::Overrides);
    if length > 0 {
        let _ = add_lists(table, start, &mut numbering);
    }
    numbering
}

/// Adds the definitions. All of them stand first, then the levels of the first, those of the second, and so on.
fn add_definitions(table: &[u8], start: usize, numbering: &mut Numbering) -> Option<()> {
    let count = usize::from(u16_at(table, start)?);
    let mut at = start + 2 + DEFINITION_BYTES * count;
    for list in 0..count {
        let head = slice(table, start + 2 + DEFINITION_BYTES * list, DEFINITION_BYTES)?;
        let is_simple = head[26] & 1 == 1;
        let level_count = if is_simple { 1 } else { LEVELS };
        let mut definition = Definition::default();
        for _ in 0..level_count {
            let (level, length) = parse_level(table.get(at..)?)?;
            definition.levels.push(level);
            at += length;
        }
        numbering.definitions.insert(u32_at(head, 0)?.to_string(), definition);
    }
    Some(())
}

/// The level (LVL) at the beginning of `bytes`, and its length in bytes; `None` if it is cut short.
fn parse_level(bytes: &[u8]) -> Option<(Level, usize)> {
    let formatting_bytes = usize::from(u8_at(bytes, 24)?) + usize::from(u8_at(bytes, 25)?);
    let at = 28 + formatting_bytes;
    let length = usize::from(u16_at(bytes, at)?);
    let units = slice(bytes, at + 2, 2 * length)?.chunks_exact(2);
    let units = units.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut text = String::new();
    for letter in char::decode_utf16(units) {
        match letter.unwrap_or(char::REPLACEMENT_CHARACTER) {
            // The characters 0 to 8 stand for the numbers of the levels.
            level @ '\0'..='\u{8}' => text.push_str(&format!("%{}", u32::from(level) + 1)),
            letter => text.push(letter),
        }
    }
    let flags = u8_at(bytes, 5)?;
    let level = Level {
        start: u32_at(bytes, 0)?.min(u32::from(u16::MAX)),
        format: format_name(u8_at(bytes, 4)?).to_owned(),
        text,
        legal: flags & 4 != 0,
        restart: (flags & 8 != 0).then_some(usize::from(u8_at(bytes, 26)?)),
    };
    Some((level, at + 2 + 2 * length))
}

/// The name that DOCX gives to a number format (MSONFC) of DOC; `decimal` for all that are not listed here.
fn format_name(number: u8) -> &'static str {
    match number {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        22 => "decimalZero",
        23 => "bullet",
        255 => "none",
        _ => "decimal",
    }
}

/// Adds the lists. All of them stand first, then the overrides of the first, those of the second, and so on.
fn add_lists(table: &[u8], start: usize, numbering: &mut Numbering) -> Option<()> {
    let count = index_at(table, start)?.min(table.len() / LIST_BYTES);
    let mut at = start + 4 + LIST_BYTES * count;
    for number in 0..count {
        let head = slice(table, start + 4 + LIST_BYTES * number, LIST_BYTES)?;
        let mut list = List { definition: u32_at(head, 0)?.to_string(), ..List::default() };
        let override_count = head[12];
        // The overrides of each list begin with four bytes that mean nothing here.
        at += 4;
        for _ in 0..override_count {
            let (first, flags) = (u32_at(table, at)?, u32_at(table, at + 4)?);
            let depth = (flags & 0xf) as usize;
            at += 8;
            if flags & 0x20 != 0 {
                let (level, length) = parse_level(table.get(at..)?)?;
                list.levels.push((depth, level));
                at += length;
            }
            if flags & 0x10 != 0 {
                list.starts.push((depth, first));
            }
        }
        numbering.lists.insert((number + 1).to_string(), list);
    }
    Some(())
}
