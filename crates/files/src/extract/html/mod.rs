//! Web pages (HTML).
//! In: the bytes of the file. Out: its blocks in order, and which of them are menus, asides and footers. The head of
//! the page, scripts, styles and other elements without text (`reader`) are left out.
//! Never runs or fetches anything.

pub mod encoding;
mod reader;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use vankien_papers::provenance::TextEncoding;

use self::reader::Reader;
use super::writing::Writing;

/// The blocks of the page in `bytes`, and its encodings.
pub fn parse(bytes: &[u8]) -> (Writing, Vec<TextEncoding>) {
    parse_as(bytes, None)
}

/// The same as [`parse`] for a page whose encoding the mail around it declares; `None` if the mail declares none.
pub fn parse_as(bytes: &[u8], declared: Option<&str>) -> (Writing, Vec<TextEncoding>) {
    let (text, encodings) = encoding::decode_page(bytes, declared);
    let mut emitter = DefaultEmitter::default();
    // The contents of scripts and styles are not tags.
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for Ok(token) in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let get = |wanted: &str| {
                    let value = tag.attributes.get(wanted.as_bytes())?;
                    Some(String::from_utf8_lossy(value).into_owned())
                };
                reader.open(&name, &get);
                if tag.self_closing {
                    reader.close_empty(&name);
                }
            }
            Token::EndTag(tag) => reader.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    (reader.finish(), encodings)
}

#[cfg(test)]
mod tests {
    use super::super::writing::lay_out;
    use super::*;

    fn lines(page: &str) -> String {
        lay_out(&parse(page.as_bytes()).0).text
    }

    #[test]
    fn blocks_are_lines_and_what_is_not_text_goes() {
        let page = "<html><head><title>t</title><style>p > a {}</style></head><body>\
            <nav><a>Trang chủ</a></nav><h1>Nghị  quyết</h1><p>Một\n hai<br>ba &amp; b&#x1ed1;n</p>\
            <script>if (a < b) { '<p>' }</script><div>năm<p>sáu</div></body></html>";
        assert_eq!(lines(page), "Trang chủ\nNghị quyết\nMột hai\nba & bốn\nnăm\nsáu\n");
    }

    #[test]
    fn menus_asides_and_footers_stand_outside() {
        let outside = |page: &str| lay_out(&parse(page.as_bytes()).0).outside_lines;
        let page = "<nav><ul><li>Trang chủ<li>Tin tức</ul></nav><p>Một</p>\
            <aside>Tin liên quan<table><tr><td>hai<td>ba</table></aside><p>Bốn\
            <div role=contentinfo><div>Địa chỉ</div><p>Hà Nội</div><p>Năm<footer>© 2025</footer>";
        assert_eq!(outside(page), [1, 2, 4, 5, 7, 8, 10]);
        // One that is never closed, and one in a cell.
        assert!(outside("<nav>Trang chủ<p>Một<p>Hai").is_empty());
        assert!(outside("<table><tr><td><nav>Trang chủ</nav><td>Một</table>").is_empty());
        assert!(outside("<p>Một</nav></aside><p>Hai").is_empty());
    }

    #[test]
    fn tables_and_lists_are_laid_out() {
        let page = "<table><tr><td>TỈNH ỦY<td><b>ĐẢNG</b></tr><tr><td>Số 1</td><td>Ngày</td></tr></table>\
            <ol start=3><li>ba<li>bốn</ol><ul><li>chấm</ul>";
        assert_eq!(lines(page), "TỈNH ỦY\tĐẢNG\nSố 1\tNgày\n3. ba\n4. bốn\n- chấm\n");
    }

    #[test]
    fn the_label_of_a_list_item_waits_for_its_text() {
        let cases = [
            ("<ol start=3><li><p>ba</p><p>năm</p></li></ol>", "3. ba\nnăm\n"),
            ("<ul><li><div><p>một</div></ul>", "- một\n"),
            ("<ol><li><pre>\n một</pre></ol>", "\n 1. một\n"),
            // Items without text are counted.
            ("<ol><li></li><li><p> </p><li>ba</ol><p>bốn", "3. ba\nbốn\n"),
            ("<ul><li></ul><p>một", "một\n"),
            // Labels of nested lists stand on one line, as browsers show them.
            ("<ol><li><ul><li><p>một</ul><li>hai</ol>", "1. - một\n2. hai\n"),
            ("<ol><li><ul><li></ul><p>một</ol>", "1. một\n"),
            ("<ol><li><table><tr><td>một<td>hai</table></ol>", "1. một\thai\n"),
            // A paragraph that is a dash is no label.
            ("<p>- </p><p>một", "-\nmột\n"),
        ];
        for (page, text) in cases {
            assert_eq!(lines(page), text, "{page}");
        }
        let paged =
            lay_out(&parse("<p>a<ol><li style='page-break-before:always'>b</ol>".as_bytes()).0);
        assert_eq!((paged.text.as_str(), &paged.page_starts[..]), ("a\n1. b\n", &[2][..]));
    }

    #[test]
    fn fonts_older_than_unicode_are_read() {
        let page = "<font face='.VnTimeH'>céng hßa</font> <span style='font-family:\".VnTime\"'>ViÖt</span>";
        assert_eq!(lines(page), "CỘNG HÒA Việt\n");
    }

    #[test]
    fn an_encoding_that_the_page_names_is_used() {
        let mut page = b"<meta charset=windows-1258><p>Vi".to_vec();
        page.extend(b"\xea\xf2t Nam \xfe\xfeng h\xf4\xd2i</p>");
        let (writing, encodings) = parse(&page);
        assert_eq!(encodings, [TextEncoding::Known(vankien_text::Encoding::Windows1258)]);
        assert!(lay_out(&writing).text.starts_with("Việt Nam"));
    }
}
