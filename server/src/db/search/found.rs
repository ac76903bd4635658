//! Finding: which texts fit best, and only those are read.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use domain::{
    Lang,
    search::{
        index::{Field, buckets_of, find},
        wanted::Word,
    },
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    See, Text,
    tables::{search_bucket, search_shelf, search_text},
};
use crate::{Result, db::list::Count};

/// What is looked for, by whom.
pub struct Asked<'a> {
    /// The words.
    pub words: &'a [Word],
    /// What the one who looks may see.
    pub see: &'a [See],
    /// In which language.
    pub lang: Lang,
    /// How many that fit better are left out.
    pub after: usize,
    /// How many are read.
    pub most: usize,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The best, in order.
    pub hits: Vec<Hit>,
    /// How many there are.
    pub count: Count,
    /// Whether each of them has all the words.
    pub all_words: bool,
}

/// A text that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The text.
    pub text: Text,
    /// Where in it the word stands that fits best.
    pub field: Field,
    /// The folded words that are in it, as they are spelled there.
    pub words: Vec<String>,
    /// Whether one of them is spelled otherwise than it was typed.
    pub other_spelling: bool,
}

/// How well a word fits a text: the lower, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    class: u32,
    field: Field,
    spelling: usize,
    count: u32,
}

/// A text that has some of the words.
struct Candidate {
    shelf: usize,
    number: u32,
    fits: Vec<(usize, Fit)>,
}

/// The title that begins so comes before one that has it, titles before headings, headings before texts.
fn class(field: Field, at: u32) -> u32 {
    match field {
        Field::Title | Field::TitleReading => u32::from(at > 0),
        Field::Heading | Field::HeadingReading => 2 + u32::from(at > 0),
        Field::Body => 5,
        Field::BodyReading => 6,
    }
}

/// The texts that fit best. All words are in each of them; where no text has them all, those that have the most.
pub async fn search(db: &impl ConnectionTrait, asked: &Asked<'_>) -> Result<Found> {
    let needed: BTreeSet<i32> = spellings(asked.words).flat_map(buckets_of).collect();
    if needed.is_empty() {
        return Ok(Found::default());
    }
    let shelves = search_shelf::Entity::find()
        .filter(search_shelf::Column::See.is_in(asked.see.iter().map(|see| see.code())))
        .filter(search_shelf::Column::Lang.eq(asked.lang.code()))
        .order_by_asc(search_shelf::Column::Rank)
        .order_by_asc(search_shelf::Column::Name)
        .all(db)
        .await?;
    let buckets: HashMap<(Uuid, i32), Vec<u8>> = search_bucket::Entity::find()
        .filter(search_bucket::Column::Bucket.is_in(needed))
        .filter(search_bucket::Column::ShelfId.is_in(shelves.iter().map(|shelf| shelf.id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| ((row.shelf_id, row.bucket), row.pairs))
        .collect();
    let mut candidates = Vec::new();
    for (at, shelf) in shelves.iter().enumerate() {
        let bucket = |bucket| buckets.get(&(shelf.id, bucket)).map(Vec::as_slice);
        candidates.extend(on_shelf(at, asked.words, bucket));
    }
    let most_words = candidates
        .iter()
        .map(|it| it.fits.len())
        .max()
        .unwrap_or_default();
    candidates.retain(|it| it.fits.len() == most_words);
    candidates.sort_by_cached_key(|it| order(it, &shelves));
    let count = Count::of(candidates.len());
    let shown: Vec<Candidate> = candidates
        .into_iter()
        .skip(asked.after)
        .take(asked.most)
        .collect();
    let mut texts = texts(db, &shelves, &shown).await?;
    let hits = shown.into_iter().filter_map(|it| {
        let shelf = shelves.get(it.shelf)?.id;
        let text = texts.remove(&(shelf, i32::try_from(it.number).ok()?))?;
        let best = it.fits.iter().map(|(_, fit)| *fit).min()?;
        Some(Hit {
            text,
            field: best.field,
            words: it
                .fits
                .iter()
                .filter_map(|(word, fit)| asked.words.get(*word)?.spellings.get(fit.spelling).cloned())
                .collect(),
            other_spelling: it.fits.iter().any(|(_, fit)| fit.spelling > 0),
        })
    });
    Ok(Found {
        hits: hits.collect(),
        count,
        all_words: most_words == asked.words.len(),
    })
}

fn spellings(words: &[Word]) -> impl Iterator<Item = &str> {
    words
        .iter()
        .flat_map(|word| word.spellings.iter().map(String::as_str))
}

/// The texts of a shelf that have any of the words.
fn on_shelf<'a>(
    shelf: usize,
    words: &[Word],
    bucket: impl Fn(i32) -> Option<&'a [u8]>,
) -> impl Iterator<Item = Candidate> {
    let mut texts: BTreeMap<u32, Vec<(usize, Fit)>> = BTreeMap::new();
    for (at, word) in words.iter().enumerate() {
        for (spelling, word) in word.spellings.iter().enumerate() {
            for place in find(word, &bucket) {
                let fits = texts.entry(place.text).or_default();
                let fit = Fit {
                    // As it was typed comes before what means the same.
                    class: class(place.field, place.at) + u32::from(spelling > 0),
                    field: place.field,
                    spelling,
                    count: 1,
                };
                match fits.last_mut() {
                    Some((known, best)) if *known == at => {
                        let count = best.count.saturating_add(1);
                        *best = Fit {
                            count,
                            ..fit.min(*best)
                        };
                    }
                    Some(_) | None => fits.push((at, fit)),
                }
            }
        }
    }
    texts
        .into_iter()
        .map(move |(number, fits)| Candidate { shelf, number, fits })
}

/// By how well the words fit; then the shorter title, or the text that says it more often.
fn order(it: &Candidate, shelves: &[search_shelf::Model]) -> (u32, u8, Reverse<u32>, i32, usize, u32) {
    let classes: u32 = it.fits.iter().map(|(_, fit)| fit.class).sum();
    let best = it.fits.iter().map(|(_, fit)| fit.class).min().unwrap_or_default();
    let count: u32 = it.fits.iter().map(|(_, fit)| fit.count.min(9)).sum();
    let shelf = shelves.get(it.shelf);
    let title = shelf
        .and_then(|shelf| shelf.titles.get(it.number as usize))
        .copied();
    let (title, count) = match best {
        0 | 1 => (title.unwrap_or(u8::MAX), 0),
        _ => (0, count),
    };
    let rank = shelf.map_or(0, |shelf| shelf.rank);
    (classes, title, Reverse(count), rank, it.shelf, it.number)
}

async fn texts(
    db: &impl ConnectionTrait,
    shelves: &[search_shelf::Model],
    shown: &[Candidate],
) -> Result<HashMap<(Uuid, i32), Text>> {
    let mut wanted: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for it in shown {
        wanted.entry(it.shelf).or_default().push(it.number);
    }
    let these = wanted.into_iter().filter_map(|(shelf, numbers)| {
        let of_shelf = Condition::all()
            .add(search_text::Column::ShelfId.eq(shelves.get(shelf)?.id))
            .add(search_text::Column::Number.is_in(numbers));
        Some(of_shelf)
    });
    let these = these.fold(Condition::any(), Condition::add);
    if these.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = search_text::Entity::find().filter(these).all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let text = Text {
                kind: row.kind,
                link: row.link,
                anchor: row.anchor,
                title: row.title,
                heading: row.heading,
                body: row.body,
                place: row.place,
            };
            ((row.shelf_id, row.number), text)
        })
        .collect())
}
