//! The examples of the CommonMark specification: what we do to a text before and after it is read as
//! markdown changes nothing about ordinary markdown.

use pulldown_cmark::{Options, Parser, html::push_html};

use super::Folder;
use crate::catalog::parse::markdown::document::load;
use crate::catalog::{Block, parse_course};

/// Version 0.31.2, with `→` for tabs.
const SPEC: &str = include_str!("commonmark/spec.txt");

fn examples() -> Vec<String> {
    let fence = "`".repeat(32);
    SPEC.split(&format!("{fence} example\n"))
        .skip(1)
        .filter_map(|rest| rest.split("\n.\n").next())
        .map(|markdown| format!("{}\n", markdown.replace('→', "\t")))
        .collect()
}

#[test]
fn the_examples_still_render_as_pulldown_cmark_renders_them() {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let all = examples();
    assert!(all.len() > 640, "{}", all.len());
    for markdown in all {
        let (mut theirs, mut ours) = (String::new(), String::new());
        push_html(&mut theirs, Parser::new_ext(&markdown, options));
        push_html(
            &mut ours,
            load(&markdown, 0).events.into_iter().map(|(event, _)| event),
        );
        assert_eq!(ours, theirs, "{markdown}");
    }
}

#[test]
fn the_words_of_the_examples_reach_the_page() {
    let words = |html: &str| -> String {
        let mut text = String::new();
        let mut tag = false;
        for letter in html.chars() {
            match letter {
                '<' => tag = true,
                '>' => tag = false,
                letter if !tag && !letter.is_whitespace() => text.push(letter),
                _ => {}
            }
        }
        text.replace("&quot;", "\"").replace("&#39;", "'")
    };
    let mut compared = 0;
    for markdown in examples() {
        // Raw HTML is refused, images need files, and links lead elsewhere: those are ours on purpose.
        if markdown.contains(['<', '!', '{', '\'', '\u{0}']) || markdown.contains("[ ]") {
            continue;
        }
        let mut theirs = String::new();
        push_html(&mut theirs, Parser::new(&markdown));
        let parsed = parse_course(&Folder::new().lesson(&markdown).files());
        let course = parsed.course.unwrap();
        let ours: String = course.lessons["a"].texts[&crate::Lang::Ja]
            .blocks
            .iter()
            .map(|block| match block {
                Block::Html(html) => html.as_str(),
                Block::Question(_) => "",
            })
            .collect();
        assert_eq!(words(&ours), words(&theirs), "{markdown}");
        compared += 1;
    }
    assert!(compared > 300, "{compared}");
}
