//! What is searched in: texts on shelves, each with an index of its own (`domain::search::index`).
//!
//! **A room gives its texts** as a [`Shelf`]: all that comes from one thing and changes together (the lessons
//! of a course in one language, the announcements of a month), with who may see it. It packs the shelf
//! ([`Packed::of`], work without waiting) and puts it in place in the transaction that changes the thing
//! ([`put`], [`remove`]). Where a shelf's version is known from the thing, [`versions`] tells at a start which
//! shelves are behind: whatever happened to the program, they are written again.
//!
//! A search asks for the buckets of the letters it looks for, on the shelves that the one who looks may see,
//! and for the texts that it shows: three statements, however many texts there are.

mod found;
mod tables;
mod write;

use std::collections::BTreeMap;

use domain::{
    Lang, folding,
    search::{
        Kind, annotated,
        index::{Builder, Field},
    },
};

pub use found::{Asked, Found, Hit, search};
pub(crate) use write::{put, remove, versions};

/// Who may see a shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum See {
    /// Whoever is signed in.
    SignedIn,
    /// Those who work here.
    Staff,
}

impl See {
    /// The word that stands for it in the table.
    pub fn code(self) -> &'static str {
        match self {
            See::SignedIn => "signed-in",
            See::Staff => "staff",
        }
    }
}

/// A text that can be found. Title, heading and body may have readings (`domain::search::annotated`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What it is.
    pub kind: Kind,
    /// Its page.
    pub link: String,
    /// The place in the page; empty for its beginning.
    pub anchor: String,
    /// What the page is called.
    pub title: String,
    /// The heading that it stands below; empty for the beginning of a page, whose title is searched in.
    pub heading: String,
    /// The text itself.
    pub body: String,
    /// Where it belongs: the course of a lesson.
    pub place: String,
}

/// The texts of one thing.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// What tells it from all other shelves.
    pub name: String,
    /// Which state of the thing its texts are.
    pub version: String,
    /// Who may see it.
    pub see: See,
    /// The language that it is written in.
    pub lang: Lang,
    /// Among texts that fit alike, those of a shelf with a lower number come first.
    pub rank: i32,
    /// In the order in which they come among equals.
    pub texts: Vec<Text>,
}

/// A shelf with its index.
pub struct Packed {
    shelf: Shelf,
    buckets: BTreeMap<i32, Vec<u8>>,
    titles: Vec<u8>,
}

impl Packed {
    /// Makes the index; takes about 30 ms for a course.
    pub fn of(shelf: Shelf) -> Packed {
        let mut builder = Builder::default();
        let mut titles = Vec::with_capacity(shelf.texts.len());
        for (number, text) in (0..).zip(&shelf.texts) {
            let (name, fields) = if text.heading.is_empty() {
                (&text.title, [Field::Title, Field::TitleReading])
            } else {
                (&text.heading, [Field::Heading, Field::HeadingReading])
            };
            let name = [annotated::written(name)]
                .into_iter()
                .chain(annotated::read_out(name));
            for (field, name) in fields.into_iter().zip(name) {
                let letters = folded(&name);
                if field == Field::Title {
                    titles.push(u8::try_from(letters.len()).unwrap_or(u8::MAX));
                }
                builder.add(number, field, &letters);
            }
            if !text.heading.is_empty() {
                titles.push(u8::MAX);
            }
            builder.add(number, Field::Body, &folded(&annotated::written(&text.body)));
            if let Some(read) = annotated::read_out(&text.body) {
                builder.add(number, Field::BodyReading, &folded(&read));
            }
        }
        Packed {
            shelf,
            buckets: builder.finish(),
            titles,
        }
    }
}

fn folded(text: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(text.len() / 2);
    folding::search_letters(text, |_, letter| letters.push(letter));
    letters
}
