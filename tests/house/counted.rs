//! English sentences that count something without telling one from many.

use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

/// The literals of a crate's sources that are an English plural behind a number put in, such as
/// `{left} tries`, and do not stand in a `say!` with its two forms.
pub fn plurals(src: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![src.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let name = path.strip_prefix(src).unwrap().display().to_string();
                in_tokens(text.parse().unwrap(), &mut |literal| {
                    if is_plural(literal) {
                        found.push(format!("{name}: {literal}"));
                    }
                });
            }
        }
    }
    found.sort();
    found
}

fn in_tokens(stream: TokenStream, see: &mut impl FnMut(&str)) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Literal(literal) => {
                // `one "…", other "…"`: the second form of a phrase.
                let before = at.checked_sub(1).map(|at| tokens[at].to_string());
                if before.as_deref() != Some("other") {
                    see(&literal.to_string());
                }
            }
            TokenTree::Group(group) => in_tokens(group.stream(), see),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// What is counted on pages; other words that end in `s` behind braces are verbs or names.
const COUNTED: [&str; 24] = [
    "answers",
    "attempts",
    "classes",
    "conditions",
    "days",
    "devices",
    "errors",
    "hours",
    "jobs",
    "keys",
    "learners",
    "lessons",
    "minutes",
    "months",
    "openings",
    "people",
    "places",
    "points",
    "questions",
    "rows",
    "scores",
    "sessions",
    "tests",
    "tries",
];

fn is_plural(literal: &str) -> bool {
    literal.split('}').skip(1).any(|behind| {
        let words: Vec<&str> = behind
            .strip_prefix(' ')
            .unwrap_or_default()
            .split(|letter: char| !letter.is_ascii_alphabetic())
            .take(2)
            .collect();
        words.iter().any(|word| COUNTED.contains(word))
    })
}

#[test]
fn a_plural_behind_a_number_is_seen() {
    let seen = |source: &str| {
        let mut seen = 0;
        in_tokens(source.parse().unwrap(), &mut |literal| {
            seen += usize::from(is_plural(literal));
        });
        seen
    };
    assert_eq!(seen(r#"format!("You have {left} tries left.")"#), 1);
    assert_eq!(seen(r#"format!("{} open attempts", 3)"#), 1);
    assert_eq!(
        seen(r#"say!(lang, left of "{left}回", one "{left} try", other "{left} tries")"#),
        0
    );
    assert_eq!(seen(r#"format!("{name} has no lessons")"#), 0);
}
