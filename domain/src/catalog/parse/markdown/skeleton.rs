//! What a file's text is made of, apart from its questions, to compare a translation with its source.

use pulldown_cmark::{Event, Tag};

use super::document::{Document, Heading, blocks};

/// How many there are of what stays the same in a translation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Skeleton {
    headings: Vec<u8>,
    images: usize,
    tables: usize,
    code: usize,
    boxes: usize,
}

impl Skeleton {
    /// The skeleton of a document; what belongs to a question is compared by its ids instead.
    pub fn of(document: &Document<'_>, is_question: impl Fn(&Heading) -> bool) -> Skeleton {
        let mut skeleton = Skeleton::default();
        let mut question: Option<u8> = None;
        for block in blocks(&document.events) {
            let heading = match block.first() {
                Some((Event::Start(Tag::Heading { .. }), span)) => document.headings.get(&span.start),
                _ => None,
            };
            if let Some(heading) = heading {
                if question.is_some_and(|level| heading.level <= level) {
                    question = None;
                }
                if is_question(heading) {
                    question = Some(heading.level);
                } else if question.is_none() {
                    skeleton.headings.push(heading.level);
                }
            }
            if question.is_some() {
                continue;
            }
            for (event, _) in block {
                match event {
                    Event::Start(Tag::Image { .. }) => skeleton.images += 1,
                    Event::Start(Tag::Table(_)) => skeleton.tables += 1,
                    Event::Start(Tag::CodeBlock(_)) => skeleton.code += 1,
                    Event::Start(Tag::BlockQuote(Some(_))) => skeleton.boxes += 1,
                    _ => {}
                }
            }
        }
        skeleton
    }

    /// What is different, in Japanese and English; nothing if all is the same.
    pub fn difference(&self, other: &Skeleton) -> Option<(String, String)> {
        let mut ja = Vec::new();
        let mut en = Vec::new();
        let pairs = [
            ("見出し", "headings", self.headings.len(), other.headings.len()),
            ("画像", "images", self.images, other.images),
            ("表", "tables", self.tables, other.tables),
            ("コード", "code blocks", self.code, other.code),
            ("囲み", "boxes", self.boxes, other.boxes),
        ];
        for (word, english, theirs, ours) in pairs {
            if theirs != ours {
                ja.push(format!("{word} {theirs} → {ours}"));
                en.push(format!("{english} {theirs} → {ours}"));
            }
        }
        if ja.is_empty() && self.headings != other.headings {
            ja.push("見出しの段".to_owned());
            en.push("the levels of headings".to_owned());
        }
        (!ja.is_empty()).then(|| (ja.join("、"), en.join(", ")))
    }
}
