//! What pages and messages say: the words of `docs/terms.md`, and figures that are not rounded up.

use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

/// Every literal of a crate's sources outside its tests, with its file.
pub fn literals(src: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![src.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
                let name = path.strip_prefix(src).unwrap().display().to_string();
                let Ok(tokens) = text.parse() else { continue };
                in_tokens(tokens, &mut |literal| found.push((name.clone(), literal)));
            }
        }
    }
    found.sort();
    found
}

fn in_tokens(stream: TokenStream, see: &mut impl FnMut(String)) {
    let mut documents = false;
    for token in stream {
        match token {
            TokenTree::Literal(literal) if !documents => see(literal.to_string()),
            TokenTree::Group(group) => in_tokens(group.stream(), see),
            TokenTree::Ident(ref word) if word == "doc" => documents = true,
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The words that are never said, from the table of the guide, each with the one to say.
pub fn never(guide: &str) -> Vec<(String, String)> {
    let rows = guide.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [ja, en, _, never] = cells.as_slice() else {
            return None;
        };
        let words = never
            .split(['、', ','])
            .map(str::trim)
            .filter(|word| !word.is_empty());
        Some(
            words
                .map(|word| (word.to_owned(), format!("{ja} / {en}")))
                .collect::<Vec<_>>(),
        )
    })
    .flatten()
    .collect()
}

/// Whether a literal says a word; a word of Latin letters only where it stands alone.
pub fn says(literal: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return literal.contains(word);
    }
    literal
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .any(|part| part == word)
        // A code or an address is no word on a page.
        && (literal.contains(' ') || !literal.contains(['.', '_', '/']))
        && !literal.contains('/')
        && literal.trim_matches('"') != word.to_lowercase()
}

/// Whether a literal rounds a percentage that was measured: what is needed is a whole number already.
pub fn rounds(literal: &str) -> bool {
    literal.match_indices(":.0} %").any(|(at, _)| {
        let name = literal[..at].rsplit('{').next().unwrap_or_default();
        name != "need"
    })
}
