//! How an old Word file numbers its lists ([MS-DOC] 2.9.131, 2.9.147).
//! In: its parts of the table stream. Out: the lists by number.

use super::super::list::{Definition, Level, List, Numbering};
use super::bytes::{index_at, slice, u8_at, u16_at, u32_at};
use super::fib::{Fib, Part};

/// Reads both parts.
pub fn read(fib: &Fib<'_>, table: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    let (start, length) = fib.place(Part::Lists);
    if length > 0 {
        // A list that is cut short leaves those before it.
        let _ = definitions(table, start, &mut numbering);
    }
    let (start, length) = fib.place(Part::Overrides);
    if length > 0 {
        let _ = lists(table, start, &mut numbering);
    }
    numbering
}

/// The definitions, then the levels of all of them, one after the other.
fn definitions(table: &[u8], start: usize, numbering: &mut Numbering) -> Option<()> {
    let count = usize::from(u16_at(table, start)?);
    let mut at = start + 2 + 28 * count;
    for list in 0..count {
        let head = slice(table, start + 2 + 28 * list, 28)?;
        let levels = if head[26] & 1 == 1 { 1 } else { 9 };
        let mut definition = Definition::default();
        for _ in 0..levels {
            let (level, length) = level(table.get(at..)?)?;
            definition.levels.push(level);
            at += length;
        }
        numbering.definitions.insert(u32_at(head, 0)?.to_string(), definition);
    }
    Some(())
}

/// A level and how many bytes it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let changes = usize::from(u8_at(bytes, 24)?) + usize::from(u8_at(bytes, 25)?);
    let at = 28 + changes;
    let length = usize::from(u16_at(bytes, at)?);
    let units = slice(bytes, at + 2, 2 * length)?.chunks_exact(2);
    let units = units.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut text = String::new();
    for letter in char::decode_utf16(units) {
        match letter.unwrap_or(char::REPLACEMENT_CHARACTER) {
            // A level stands in the text as its number, from 0.
            level @ '\0'..='\u{8}' => text.push_str(&format!("%{}", u32::from(level) + 1)),
            letter => text.push(letter),
        }
    }
    let flags = u8_at(bytes, 5)?;
    let level = Level {
        start: u32_at(bytes, 0)?.min(u32::from(u16::MAX)),
        format: format(u8_at(bytes, 4)?).to_owned(),
        text,
        legal: flags & 4 != 0,
        restart: (flags & 8 != 0).then_some(usize::from(u8_at(bytes, 26)?)),
    };
    Some((level, at + 2 + 2 * length))
}

/// The formats by number, as newer files name them.
fn format(number: u8) -> &'static str {
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

fn lists(table: &[u8], start: usize, numbering: &mut Numbering) -> Option<()> {
    let count = index_at(table, start)?.min(table.len() / 16);
    let mut at = start + 4 + 16 * count;
    for number in 0..count {
        let head = slice(table, start + 4 + 16 * number, 16)?;
        let mut list = List { definition: u32_at(head, 0)?.to_string(), ..List::default() };
        let overrides = head[12];
        // Each has four bytes before its levels, which are all ones where it has none.
        at += 4;
        for _ in 0..overrides {
            let (first, flags) = (u32_at(table, at)?, u32_at(table, at + 4)?);
            let depth = (flags & 0xf) as usize;
            at += 8;
            if flags & 0x20 != 0 {
                let (level, length) = level(table.get(at..)?)?;
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
