//! What can be found of the live courses and glossaries: a shelf of the index (`db::search`) for each course in
//! each language, brought up to what is live after every publication, and at every start.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    Lang,
    catalog::{Block, Course, Item, Term},
    folding,
    search::{
        Kind, annotated,
        sections::{self, sections},
    },
};
use sea_orm::{DatabaseTransaction, EntityTrait};

use super::{Catalog, Revision, judge::content_hash, tables::live_item};
use crate::{
    Result, Services,
    db::{
        Db,
        search::{self, Packed, See, Shelf, Text},
    },
};

/// Which way of making shelves it is: another one makes all of them anew.
const FORMAT: u32 = 1;

const COURSES: &str = "course ";
const GLOSSARIES: &str = "glossary ";

/// What a shelf is made of.
enum Of {
    Course(Arc<Revision>),
    Glossary(Arc<Vec<Term>>),
}

struct Wanted {
    name: String,
    version: String,
    lang: Lang,
    of: Of,
}

impl Catalog {
    /// Brings the index to what is in memory. `live` is whether that is what the database says is live; else it
    /// is an author's preview.
    pub(super) async fn renew_search(&self, db: &Db, live: bool) -> Result<()> {
        let mut kept = search::versions(db.read(), COURSES).await?;
        kept.extend(search::versions(db.read(), GLOSSARIES).await?);
        let wanted = self.wanted_shelves()?;
        let names: BTreeSet<&str> = wanted.iter().map(|shelf| shelf.name.as_str()).collect();
        let gone = kept.keys().filter(|name| !names.contains(name.as_str()));
        for name in gone {
            let tx = db.begin().await?;
            // Another program may have published what this one has not read yet.
            if !(live && is_live(&tx, name, None).await?) {
                search::remove(&tx, name).await?;
            }
            tx.commit().await?;
        }
        for shelf in wanted {
            if kept.get(&shelf.name) == Some(&shelf.version) {
                continue;
            }
            let hash = match &shelf.of {
                Of::Course(revision) => Some(revision.hash.clone()),
                Of::Glossary(_) => None,
            };
            let name = shelf.name.clone();
            let packed = tokio::task::spawn_blocking(move || Packed::of(shelf.make()))
                .await
                .map_err(crate::Error::unexpected)?;
            let tx = db.begin().await?;
            if hash.is_none() || !live || is_live(&tx, &name, hash.as_deref()).await? {
                search::put(&tx, &packed).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    fn wanted_shelves(&self) -> Result<Vec<Wanted>> {
        let courses = self.courses();
        let terms = self.terms();
        let mut wanted = Vec::new();
        for lang in Lang::ALL {
            wanted.extend(courses.iter().map(|revision| Wanted {
                name: format!("{COURSES}{} {lang}", revision.course.id),
                version: format!("{FORMAT} {}", revision.hash),
                lang,
                of: Of::Course(revision.clone()),
            }));
            if !terms.is_empty() {
                wanted.push(Wanted {
                    name: format!("{GLOSSARIES}{lang}"),
                    version: format!("{FORMAT} {}", content_hash(&serde_json::to_vec(&*terms)?)),
                    lang,
                    of: Of::Glossary(terms.clone()),
                });
            }
        }
        Ok(wanted)
    }
}

/// Brings the index to the courses of an author's preview.
pub(super) async fn renew_preview(services: &Services) {
    if let Err(error) = services.catalog.renew_search(&services.db, false).await {
        tracing::error!(%error, "the index for searching could not be written");
    }
}

/// Whether the course of a shelf is live, at this revision where one is named.
async fn is_live(tx: &DatabaseTransaction, shelf: &str, hash: Option<&str>) -> Result<bool> {
    let Some((id, _)) = shelf.strip_prefix(COURSES).and_then(|name| name.rsplit_once(' ')) else {
        return Ok(false);
    };
    let row = live_item::Entity::find_by_id(("course".to_owned(), id.to_owned()))
        .one(tx)
        .await?;
    Ok(row.is_some_and(|row| hash.is_none_or(|hash| row.hash == hash)))
}

impl Wanted {
    fn make(self) -> Shelf {
        let (rank, texts) = match &self.of {
            Of::Glossary(terms) => (0, terms.iter().map(|term| term_text(term, self.lang)).collect()),
            Of::Course(revision) => {
                let course = &revision.course;
                // What needs nothing before it is for those who begin.
                let before = i32::try_from(course.requires.len()).unwrap_or(i32::MAX - 1);
                (1 + before, course_texts(course, self.lang))
            }
        };
        Shelf {
            name: self.name,
            version: self.version,
            see: See::SignedIn,
            lang: self.lang,
            rank,
            texts,
        }
    }
}

/// A word of the glossary, with its name in the other language.
fn term_text(term: &Term, lang: Lang) -> Text {
    let japanese = term.word.get(Lang::Ja);
    let reading = term
        .reading
        .as_deref()
        .filter(|reading| folding::search(reading) != folding::search(japanese));
    let japanese = reading.map_or_else(
        || japanese.to_owned(),
        |reading| annotated::word(japanese, reading),
    );
    let english = term.word.get(Lang::En).to_owned();
    let (title, other) = lang.t((japanese.clone(), english.clone()), (english, japanese));
    let meaning = sections::text(term.meaning_html.get(lang));
    Text {
        kind: Kind::Term,
        link: "/glossary".to_owned(),
        anchor: term.id.clone(),
        title,
        heading: String::new(),
        body: format!("{meaning}\n{other}"),
        place: String::new(),
    }
}

/// The course, its lessons section by section, and the names of its quizzes: what is asked in them is no
/// business of a search.
fn course_texts(course: &Course, lang: Lang) -> Vec<Text> {
    let place = course.title.get(lang);
    let address = format!("/courses/{}", course.id);
    let mut texts = vec![Text {
        kind: Kind::Course,
        link: address.clone(),
        anchor: String::new(),
        title: place.to_owned(),
        heading: String::new(),
        body: course.summary.get(lang).to_owned(),
        place: String::new(),
    }];
    for item in course.units.iter().flat_map(|unit| &unit.items) {
        match item {
            Item::Lesson(id) => {
                let Some((_, text)) = course.lessons.get(id).and_then(|lesson| lesson.text(lang)) else {
                    continue;
                };
                let title = sections::text(&text.title_html);
                let blocks = text.blocks.iter().filter_map(|block| match block {
                    Block::Html(html) => Some(html.as_str()),
                    Block::Question(_) => None,
                });
                let pieces = text.goals.iter().map(String::as_str).chain(blocks);
                texts.extend(sections(pieces).into_iter().map(|section| Text {
                    kind: Kind::Lesson,
                    link: format!("{address}/lessons/{id}"),
                    anchor: section.anchor,
                    title: title.clone(),
                    heading: section.heading.trim().to_owned(),
                    body: section.text.trim().to_owned(),
                    place: place.to_owned(),
                }));
            }
            Item::Quiz(id) => {
                let Some(text) = course.quizzes.get(id).and_then(|quiz| quiz.text(lang)) else {
                    continue;
                };
                texts.push(Text {
                    kind: Kind::Quiz,
                    link: format!("{address}/quizzes/{id}"),
                    anchor: String::new(),
                    title: sections::text(&text.title_html),
                    heading: String::new(),
                    body: String::new(),
                    place: place.to_owned(),
                });
            }
        }
    }
    texts
}
