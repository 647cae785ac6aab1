//! Small files of foreign formats, made by hand so that every byte of them is known.
//! In: what they shall hold. Out: their bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// A zip archive of these entries, each a name and its text.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A DOCX file with this body (XML inside `w:body`) and these other entries of its archive.
pub fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let mut all = vec![("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)];
    all.extend(parts);
    zipped(&all)
}

/// An ODT file with these styles and this text, both XML.
pub fn odt(styles: &str, text: &str) -> Vec<u8> {
    let content = format!(
        "<o:document-content xmlns:o='o' xmlns:text='t' xmlns:table='b' xmlns:style='s' xmlns:fo='f'>\
         <o:automatic-styles>{styles}</o:automatic-styles>\
         <o:body><o:text>{text}</o:text></o:body></o:document-content>"
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

/// A word on a page of 595 by 842 points: x and y from the lower left corner, font size (all in points), and its text.
pub type Word<'a> = (f64, f64, f64, &'a str);

/// A PDF file; a page without words holds an image. Letters are named by a `ToUnicode` map alone, and each is half as
/// wide as it is high.
pub fn pdf(pages: &[&[Word<'_>]]) -> Vec<u8> {
    let mut objects: Vec<String> = Vec::new();
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 7 + 2 * at)).collect();
    objects.push("<< /Type /Catalog /Pages 2 0 R >>".into());
    let kids = kids.join(" ");
    objects.push(format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()));
    objects.push(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Times /Encoding /Identity-H \
         /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
            .into(),
    );
    objects.push(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Times /DW 500 \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
            .into(),
    );
    let ranges: String =
        (0..0x20).map(|high| format!("<{high:02x}00> <{high:02x}ff> <{high:02x}00>\n")).collect();
    objects.push(stream(
        &format!(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange\n\
         <0000> <ffff>\nendcodespacerange\n32 beginbfrange\n{ranges}endbfrange\nendcmap end end"
        ),
        "",
    ));
    objects.push(stream("0", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"));
    for (at, words) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << /Font << /F 3 0 R >> /XObject << /I 6 0 R >> >> >>",
            8 + 2 * at
        ));
        let mut content = String::new();
        for (x, y, size, text) in *words {
            let codes: String = text.encode_utf16().map(|unit| format!("{unit:04x}")).collect();
            content += &format!("BT /F {size} Tf {x} {y} Td <{codes}> Tj ET\n");
        }
        if words.is_empty() {
            content += "500 0 0 800 0 0 cm /I Do";
        }
        objects.push(stream(&content, ""));
    }
    written(&objects)
}

/// A PDF file of these pages, each given as the drawing operators of its content, without any font or image.
pub fn drawn(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 3 + 2 * at)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".into(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
    ];
    for (at, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R >>",
            4 + 2 * at
        ));
        objects.push(stream(content, ""));
    }
    written(&objects)
}

/// The PDF file of these objects, which are numbered from 1; the first is its catalog.
fn written(objects: &[String]) -> Vec<u8> {
    let (mut file, mut places) = (b"%PDF-1.5\n".to_vec(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let start = file.len();
    let rows: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{rows}").bytes());
    file.extend(
        format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF").bytes(),
    );
    file
}

fn stream(content: &str, entries: &str) -> String {
    format!("<< /Length {} {entries} >>\nstream\n{content}\nendstream", content.len())
}

/// A paragraph of an old Word file.
pub struct Paragraph<'a> {
    /// Its letters, with the character that ends it.
    pub text: &'a str,
    /// Whether each letter takes one byte, as Latin-1 has it, instead of two, as UTF-16 has them.
    pub narrow: bool,
    /// Its font, as an index into the fonts of the file.
    pub font: u16,
    /// Changes to its look, as the file holds them (sprms).
    pub changes: &'a [u8],
}

/// The parts of an old Word file that say how its list 1 counts: one level, `Điều 1.` (article 1) and so on. Each is
/// the number of its entry in the head of the file, and its bytes.
pub fn articles() -> [(usize, Vec<u8>); 2] {
    let mut lists = vec![1, 0, 9, 0, 0, 0];
    lists.extend([0; 22]);
    lists.extend([1, 0]);
    let mut level = vec![1, 0, 0, 0];
    level.resize(28, 0);
    let text: Vec<u16> = "Điều \0.".encode_utf16().collect();
    level.extend((text.len() as u16).to_le_bytes());
    level.extend(text.iter().flat_map(|unit| unit.to_le_bytes()));
    lists.extend(level);
    let mut overrides = vec![1, 0, 0, 0, 9];
    overrides.resize(20, 0);
    overrides.extend([0xff; 4]);
    [(73, lists), (74, overrides)]
}

/// An old Word file (97-2003) with these paragraphs (at least one), fonts, and other parts as [`articles`] gives them.
pub fn doc(paragraphs: &[Paragraph<'_>], fonts: &[&str], other: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let mut main = vec![0; 0x600];
    let (mut places, mut count) = (Vec::new(), 0_u32);
    for paragraph in paragraphs {
        let start = main.len() as u32;
        let units: Vec<u16> = paragraph.text.encode_utf16().collect();
        match paragraph.narrow {
            true => main.extend(paragraph.text.chars().map(|letter| letter as u8)),
            false => main.extend(units.iter().flat_map(|unit| unit.to_le_bytes())),
        }
        places.push((start, main.len() as u32, count, units.len() as u32));
        count += units.len() as u32;
    }
    let fonts_of =
        paragraphs.iter().map(|one| [&[0x51, 0x4a], &one.font.to_le_bytes()[..]].concat());
    let looks: Vec<Vec<u8>> =
        fonts_of.map(|look| [&[look.len() as u8], &look[..]].concat()).collect();
    let character_page = page(&mut main, &places, &looks, 1);
    let papx = |one: &Paragraph<'_>| {
        let mut look = vec![0, 0];
        look.extend(one.changes);
        look.resize(look.len().next_multiple_of(2), 0);
        [&[0, (look.len() / 2) as u8], &look[..]].concat()
    };
    let looks: Vec<Vec<u8>> = paragraphs.iter().map(papx).collect();
    let paragraph_page = page(&mut main, &places, &looks, 13);
    let mut table = Vec::new();
    let mut pairs = Vec::new();
    let mut pieces: Vec<u8> = Vec::new();
    places.iter().for_each(|(_, _, at, _)| pieces.extend(at.to_le_bytes()));
    pieces.extend(count.to_le_bytes());
    for ((start, ..), paragraph) in places.iter().zip(paragraphs) {
        let place = if paragraph.narrow { (start * 2) | 0x4000_0000 } else { *start };
        pieces.extend([&[0, 0], &place.to_le_bytes()[..], &[0, 0]].concat());
    }
    let clx = [&[2], &(pieces.len() as u32).to_le_bytes()[..], &pieces].concat();
    let (first, last) = (places[0].0, places[places.len() - 1].1);
    let bte = |page: u32| [first, last, page].map(u32::to_le_bytes).concat();
    let mut names = vec![fonts.len() as u8, 0, 0, 0];
    for font in fonts {
        let name: Vec<u8> = font.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        names.push((39 + name.len()) as u8);
        names.extend([0; 39]);
        names.extend(name);
    }
    let parts = [(33, clx), (12, bte(character_page)), (13, bte(paragraph_page)), (15, names)];
    for (part, bytes) in parts.into_iter().chain(other.iter().cloned()) {
        pairs.push((part, table.len() as u32, bytes.len() as u32));
        table.extend(bytes);
    }
    main[0..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
    main[0x0b] = 2;
    main[0x4c..0x50].copy_from_slice(&count.to_le_bytes());
    for (part, start, length) in pairs {
        let at = 0x9a + 8 * part;
        main[at..at + 8].copy_from_slice(&[start, length].map(u32::to_le_bytes).concat());
    }
    container(&[("WordDocument", &main), ("1Table", &table)])
}

/// Appends a page of 512 bytes to `main` with the looks of stretches; `width` is the size of an entry in bytes. Returns
/// the number of the page.
fn page(
    main: &mut Vec<u8>,
    places: &[(u32, u32, u32, u32)],
    looks: &[Vec<u8>],
    width: usize,
) -> u32 {
    main.resize(main.len().next_multiple_of(512), 0);
    let (number, mut page, mut free) = (main.len() / 512, [0_u8; 512], 510);
    page[511] = places.len() as u8;
    for (at, ((start, end, ..), look)) in places.iter().zip(looks).enumerate() {
        page[4 * at..4 * at + 8].copy_from_slice(&[*start, *end].map(u32::to_le_bytes).concat());
        free = (free - look.len()) / 2 * 2;
        page[free..free + look.len()].copy_from_slice(look);
        page[4 * (places.len() + 1) + width * at] = (free / 2) as u8;
    }
    main.extend(page);
    number as u32
}

/// The container of old Office files (CFB) with these streams, each a name and its bytes.
pub fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
    for (name, bytes) in streams {
        file.create_stream(name).expect("a stream").write_all(bytes).expect("its bytes");
    }
    file.flush().expect("written");
    file.into_inner().into_inner()
}
