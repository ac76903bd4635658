//! Readings above the kanji. Authors write them into lessons; the words of the pages themselves get theirs
//! here, from one list (`furigana.txt`), so that the switch that says furigana means it.
//!
//! A reading of a page's word is drawn by the style sheet from an attribute: what the page says, to a reader
//! as to a search within it, stays the word alone. A reading that an author wrote is text, and is kept from
//! being spoken beside the word it stands for.

use std::{collections::HashMap, sync::LazyLock};

static LIST: &str = include_str!("furigana.txt");

/// A part of a word: letters, and their reading where they are kanji.
type Part = (String, Option<String>);

/// Where a word has its reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Anywhere but behind a number.
    Anywhere,
    /// Behind a number, a space between them or not.
    AfterNumber,
    /// Alone in brackets, as days of the week are.
    InBrackets,
}

struct Word {
    letters: Vec<char>,
    place: Place,
    parts: Vec<Part>,
}

/// The words by their first letter, the longest first.
static WORDS: LazyLock<HashMap<char, Vec<Word>>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<Word>> = HashMap::new();
    for line in LIST.lines().filter(|line| !line.starts_with("# ")) {
        let Some((word, reading)) = line.split_once(' ') else {
            continue;
        };
        let (place, word) = match (word.strip_prefix('#'), word.strip_prefix('(')) {
            (Some(word), _) => (Place::AfterNumber, word),
            (_, Some(word)) => (Place::InBrackets, word),
            (None, None) => (Place::Anywhere, word),
        };
        let letters: Vec<char> = word.chars().collect();
        let Some(first) = letters.first().copied() else {
            continue;
        };
        words.entry(first).or_default().push(Word {
            parts: parts(&letters, reading),
            place,
            letters,
        });
    }
    for list in words.values_mut() {
        list.sort_by_key(|word| std::cmp::Reverse(word.letters.len()));
    }
    words
});

fn is_kanji(letter: char) -> bool {
    ('一'..='龠').contains(&letter) || letter == '々'
}

/// Lays a reading over a word: its kana stand for themselves, what is between them is read by the kanji.
fn parts(letters: &[char], reading: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest: Vec<char> = reading.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let kanji = is_kanji(letters[at]);
        let run: Vec<char> = letters[at..]
            .iter()
            .copied()
            .take_while(|letter| is_kanji(*letter) == kanji)
            .collect();
        at += run.len();
        let text: String = run.iter().collect();
        if !kanji {
            rest.drain(..run.len().min(rest.len()));
            parts.push((text, None));
            continue;
        }
        // Up to the kana that follow, at least one letter for the kanji.
        let next: Vec<char> = letters[at..]
            .iter()
            .copied()
            .take_while(|l| !is_kanji(*l))
            .collect();
        let end = if next.is_empty() {
            rest.len()
        } else {
            (1..rest.len())
                .find(|end| rest[*end..].starts_with(&next))
                .unwrap_or(rest.len())
        };
        let over: String = rest.drain(..end).collect();
        parts.push((text, Some(over)));
    }
    parts
}

fn place_at(text: &[char], at: usize) -> Place {
    let before = |back: usize| at.checked_sub(back).and_then(|before| text.get(before).copied());
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    if digit(before(1)) || (before(1) == Some(' ') && digit(before(2))) {
        Place::AfterNumber
    } else if before(1) == Some('(') && text.get(at + 1) == Some(&')') {
        Place::InBrackets
    } else {
        Place::Anywhere
    }
}

/// The words that make up the run of kanji that begins at a place; none where they do not.
fn cover(text: &[char], at: usize) -> Option<Vec<&'static Word>> {
    if !text.get(at).copied().is_some_and(is_kanji) {
        return Some(Vec::new());
    }
    let here = place_at(text, at);
    let words = WORDS.get(text.get(at)?)?;
    words
        .iter()
        .filter(|word| word.place == here || (word.place == Place::Anywhere && word.letters.len() > 1))
        .filter(|word| text[at..].starts_with(&word.letters))
        .find_map(|word| {
            let mut rest = cover(text, at + word.letters.len())?;
            rest.insert(0, word);
            Some(rest)
        })
}

/// A text with readings above the words of the list.
fn annotate_text(text: &str, html: &mut String) {
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(letter) = letters.get(at).copied() {
        if !is_kanji(letter) {
            html.push(letter);
            at += 1;
            continue;
        }
        let run = letters[at..]
            .iter()
            .take_while(|letter| is_kanji(**letter))
            .count();
        match cover(&letters, at) {
            Some(words) => {
                for word in words {
                    for (part, reading) in &word.parts {
                        match reading {
                            Some(reading) => {
                                html.push_str("<ruby>");
                                html.push_str(part);
                                html.push_str("<rt data-r=\"");
                                html.push_str(reading);
                                html.push_str("\"></rt></ruby>");
                            }
                            None => html.push_str(part),
                        }
                    }
                    at += word.letters.len();
                }
            }
            None => {
                html.extend(&letters[at..at + run]);
                at += run;
            }
        }
    }
}

/// Elements whose text is not read as words of the page.
const LEFT_ALONE: [&str; 12] = [
    "ruby",
    "script",
    "style",
    "title",
    "textarea",
    "option",
    "code",
    "pre",
    "kbd",
    "svg",
    "blockquote",
    "template",
];

/// Safe HTML with readings above the words of the list. What an author wrote (`prose`), what somebody typed,
/// and what cannot hold a reading is left as it is.
pub(super) fn annotate(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 2);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        annotate_text(&rest[..start], &mut out);
        rest = &rest[start..];
        let end = tag_end(rest);
        let tag = &rest[..end];
        let name = tag.get(1..).unwrap_or_default();
        let name = name.split([' ', '>', '/']).next().unwrap_or_default();
        let alone = LEFT_ALONE.contains(&name) || (name == "div" && tag.contains("class=\"prose\""));
        if alone && !tag.ends_with("/>") {
            let whole = element_end(rest, name);
            out.push_str(&rest[..whole]);
            rest = &rest[whole..];
        } else {
            out.push_str(tag);
            rest = &rest[end..];
        }
    }
    annotate_text(rest, &mut out);
    out
}

/// The same, of the headings alone.
pub(super) fn annotate_headings(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some((start, name)) = ["h1", "h2", "h3"]
        .into_iter()
        .filter_map(|name| {
            let begins = |tag: &str| rest.find(tag);
            let start = begins(&format!("<{name}>"))
                .into_iter()
                .chain(begins(&format!("<{name} ")))
                .min()?;
            Some((start, name))
        })
        .min()
    {
        out.push_str(&rest[..start]);
        let end = start + element_end(&rest[start..], name);
        out.push_str(&annotate(&rest[start..end]));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The byte after the tag that a text begins with; a `>` within quotes is none.
fn tag_end(html: &str) -> usize {
    let mut quoted = false;
    for (at, letter) in html.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// The byte after the element that a text begins with, with all that is in it.
fn element_end(html: &str, name: &str) -> usize {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let next_close = html[at..].find(&close).map(|found| at + found);
        let next_open = html[at..].find(&open).map(|found| at + found);
        match (next_open, next_close) {
            (Some(opens), Some(closes)) if opens < closes => {
                depth += 1;
                at = opens + open.len();
            }
            (_, Some(closes)) => {
                at = closes + close.len();
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            (_, None) => return html.len(),
        }
    }
}

/// A reading that an author wrote is seen above its word, and not spoken after it.
pub(super) fn spoken_once(html: String) -> String {
    if html.contains("<rt>") {
        html.replace("<rt>", "<rt aria-hidden=\"true\">")
    } else {
        html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        let mut html = String::new();
        annotate_text(text, &mut html);
        html
    }

    #[test]
    fn kana_stand_for_themselves_and_kanji_get_the_rest() {
        assert_eq!(
            text("休むと伝える"),
            "<ruby>休<rt data-r=\"やす\"></rt></ruby>むと<ruby>伝<rt data-r=\"つた\"></rt></ruby>える"
        );
        assert_eq!(text("手続き"), "<ruby>手続<rt data-r=\"てつづ\"></rt></ruby>き");
    }

    #[test]
    fn a_name_that_holds_a_word_stays_as_it_is() {
        assert_eq!(text("橋本"), "橋本");
        assert!(text("橋").contains("はし"));
    }

    #[test]
    fn what_counts_is_read_as_behind_a_number() {
        assert!(text("3件").contains("けん"));
        assert!(text("あと 2 回").contains("かい"));
        assert!(text("24日(火)").contains("\"か\"") && !text("24日").contains("data-r"));
    }

    #[test]
    fn attributes_authors_words_and_what_was_typed_are_left_alone() {
        let html = "<p title=\"仕事\">仕事</p><div class=\"prose\"><div>仕事</div></div><option>仕事</option>\
            <textarea>仕事</textarea><ruby>仕事<rt>しごと</rt></ruby>";
        let drawn = annotate(html);
        assert_eq!(drawn.matches("data-r").count(), 1, "{drawn}");
        assert!(drawn.starts_with("<p title=\"仕事\"><ruby>仕事<rt data-r=\"しごと\"></rt></ruby></p>"));
    }

    #[test]
    fn no_word_stands_twice_in_the_list_and_each_is_kana_where_it_is_read() {
        let mut seen = std::collections::BTreeSet::new();
        for line in LIST.lines().filter(|line| !line.starts_with("# ")) {
            let (word, reading) = line.split_once(' ').unwrap();
            assert!(seen.insert(word), "{word} stands twice");
            assert!(!reading.chars().any(is_kanji), "{line}");
            let kana: String = word
                .chars()
                .filter(|l| !is_kanji(*l) && !"#(".contains(*l))
                .collect();
            let end: String = word
                .chars()
                .rev()
                .take_while(|l| !is_kanji(*l))
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            assert!(
                reading.ends_with(&end) && reading.chars().count() > kana.chars().count(),
                "{line}"
            );
        }
    }

    /// The pages whose own words all have readings, from the sources' root.
    const PAGES: [&str; 31] = [
        "app/src/home/start.rs",
        "app/src/home/bridge.rs",
        "app/src/home/picture.rs",
        "app/src/learning/help.rs",
        "app/src/classroom/attendance.rs",
        "app/src/readiness/mine.rs",
        "app/src/readiness/words.rs",
        "app/src/readiness/criteria.rs",
        "app/src/readiness/decided.rs",
        "app/src/readiness/step.rs",
        "app/src/readiness/appeals.rs",
        "app/src/matching/work.rs",
        "app/src/matching/wishes.rs",
        "app/src/matching/consent.rs",
        "app/src/matching/disclosures.rs",
        "app/src/matching/explained.rs",
        "app/src/matching/words.rs",
        "app/src/matching/packet_view.rs",
        "app/src/care/disclosures.rs",
        "app/src/care/words.rs",
        "app/src/notices/list.rs",
        "app/src/notices/words.rs",
        "app/src/notices/mod.rs",
        "app/src/shell.rs",
        "app/src/learning/quiz.rs",
        "app/src/classroom/check_in.rs",
        "app/src/telework/environment.rs",
        "app/src/telework/check.rs",
        "app/src/telework/by_work.rs",
        "app/src/telework/check_words.rs",
        "app/src/ui/words.rs",
    ];

    /// Counters whose reading changes with the number.
    const MANY_READINGS: [&str; 2] = ["日", "分"];

    /// The literals of a source, a number in the place of what is put in; comments and tests left out.
    fn literals(source: &str) -> Vec<String> {
        let source = source.split("#[cfg(test)]").next().unwrap();
        let code: Vec<&str> = source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let code = code.join("\n");
        let mut literals = Vec::new();
        let mut rest = code.as_str();
        while let Some((_, after)) = rest.split_once('"') {
            let (literal, after) = after.split_once('"').unwrap_or((after, ""));
            rest = after;
            let mut text = String::new();
            let mut braces = literal;
            while let Some((before, put)) = braces.split_once('{') {
                text.push_str(before);
                text.push('1');
                braces = put.split_once('}').map_or("", |(_, after)| after);
            }
            text.push_str(braces);
            literals.push(text);
        }
        literals
    }

    #[test]
    fn every_word_of_a_learners_pages_has_a_reading() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../");
        let mut without = Vec::new();
        for page in PAGES {
            let source = std::fs::read_to_string(format!("{root}{page}")).unwrap();
            for literal in literals(&source) {
                let drawn = annotate(&literal.replace('<', "&lt;"));
                let bare: String = drawn
                    .split("<ruby>")
                    .map(|part| part.split_once("</ruby>").map_or(part, |(_, after)| after))
                    .collect();
                let mut run = String::new();
                for letter in bare.chars().chain([' ']) {
                    if is_kanji(letter) {
                        run.push(letter);
                    } else if !run.is_empty() {
                        let word = std::mem::take(&mut run);
                        if !MANY_READINGS.contains(&word.as_str()) {
                            without.push(format!("{page}: {word} in {literal}"));
                        }
                    }
                }
            }
        }
        assert!(without.is_empty(), "{}", without.join("\n"));
    }
}
