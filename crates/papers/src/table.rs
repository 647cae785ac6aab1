//! Reads the tables that stand beside the stage.
//! In: the text of a table. Out: its columns. A row that begins with `#` is the header.

/// The first columns of the rows of a table; a column that is not there is empty.
pub fn rows<const COLUMNS: usize>(
    table: &'static str,
) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    table.lines().filter(|row| !row.starts_with('#')).map(|row| {
        let mut columns = row.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}
