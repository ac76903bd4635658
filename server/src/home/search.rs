//! The one search box: what everybody may read, and for those who work here people, cohorts, openings and
//! companies, each as far as its own list lets the acting person look.

use domain::{
    Lang,
    catalog::Term,
    folding,
    identity::Role,
    search::wanted::{self, Word},
};

use crate::{
    Actor, Result, Services,
    classroom::cohort_list::{self, CohortRow, When},
    db::{
        list::{Count, ListPage, ListQuery},
        search::{self, Asked, Found, See},
    },
    identity::people_list::{self, Person},
    matching::{
        employers,
        opening_list::{self, OpeningState},
        openings::OpeningRow,
        tables::employer,
    },
};

/// How many texts a page of what was found shows.
pub const PAGE: usize = 20;
/// How many people, cohorts, openings and companies are shown; the others are in their lists.
const BESIDE: usize = 5;

/// The first rows of a list, and how many it has.
pub struct FirstRows<Row> {
    /// The rows.
    pub rows: Vec<Row>,
    /// All that the list has.
    pub count: Count,
}

impl<Row> From<ListPage<Row>> for FirstRows<Row> {
    fn from(mut page: ListPage<Row>) -> FirstRows<Row> {
        page.rows.truncate(BESIDE);
        FirstRows {
            rows: page.rows,
            count: page.count,
        }
    }
}

/// What those who work here find besides: none of what they may not look for.
#[derive(Default)]
pub struct Records {
    /// People.
    pub people: Option<FirstRows<Person>>,
    /// Cohorts.
    pub cohorts: Option<FirstRows<CohortRow>>,
    /// Openings.
    pub openings: Option<FirstRows<OpeningRow>>,
    /// Companies.
    pub employers: Option<FirstRows<employer::Model>>,
}

impl Records {
    /// Whether there is nothing of all this.
    pub fn is_empty(&self) -> bool {
        let counts = [
            self.people.as_ref().map(|it| it.count),
            self.cohorts.as_ref().map(|it| it.count),
            self.openings.as_ref().map(|it| it.count),
            self.employers.as_ref().map(|it| it.count),
        ];
        counts.into_iter().flatten().all(Count::is_zero)
    }
}

/// What was found.
#[derive(Default)]
pub struct Results {
    /// Pages of the courses and words of the glossary.
    pub pages: Found,
    /// The language that they are written in, where it is not the one that is read.
    pub other_lang: Option<Lang>,
    /// Whether what was typed is nowhere as a whole, and its parts are.
    pub in_parts: bool,
    /// See the type.
    pub records: Records,
}

/// Looks for what was typed, in the language that is read; where nothing is in it, in its parts, and then in
/// the other language. `after` is how many pages that fit better are left out. What is longer than anything that
/// is looked for is found nowhere.
pub async fn search(
    actor: &Actor,
    services: &Services,
    typed: &str,
    lang: Lang,
    after: usize,
) -> Result<Results> {
    let typed = typed.trim();
    if typed.chars().count() > wanted::LETTERS || folding::search(typed).is_empty() {
        return Ok(Results::default());
    }
    let mut results = pages(actor, services, typed, lang, after).await?;
    results.records = records(actor, services, typed).await?;
    Ok(results)
}

async fn pages(actor: &Actor, services: &Services, typed: &str, lang: Lang, after: usize) -> Result<Results> {
    let see: &[See] = if actor.is_staff() {
        &[See::SignedIn, See::Staff]
    } else {
        &[See::SignedIn]
    };
    let terms = services.catalog.terms();
    // Some of the words before the parts of all of them.
    let mut some = None;
    for (lang, in_parts) in [
        (lang, false),
        (lang, true),
        (lang.other(), false),
        (lang.other(), true),
    ] {
        let also = |word: &str| same_term(&terms, word, lang);
        let words: Vec<Word> = if in_parts {
            wanted::parts(typed, also)
        } else {
            wanted::words(typed, also)
        };
        let asked = Asked {
            words: &words,
            see,
            lang,
            after,
            most: PAGE,
        };
        let pages = search::search(services.db.read(), &asked).await?;
        if pages.count.is_zero() {
            continue;
        }
        let whole = pages.all_words;
        let results = Results {
            pages,
            other_lang: Some(lang),
            in_parts: in_parts || !whole,
            records: Records::default(),
        };
        if whole {
            some = Some(results);
            break;
        }
        some.get_or_insert(results);
    }
    let mut results = some.unwrap_or_default();
    results.other_lang = results.other_lang.filter(|found| *found != lang);
    Ok(results)
}

/// What the glossary calls, in a language, the word that has this reading or that is this one in the other
/// language.
fn same_term(terms: &[Term], word: &str, lang: Lang) -> Vec<String> {
    let is = |text: &str| folding::search(text) == word;
    terms
        .iter()
        .filter(|term| is(term.word.get(lang.other())) || term.reading.as_deref().is_some_and(is))
        .map(|term| term.word.get(lang).to_owned())
        .collect()
}

async fn records(actor: &Actor, services: &Services, typed: &str) -> Result<Records> {
    let any = |roles: &[Role]| roles.iter().any(|role| actor.is(*role));
    let mut records = Records::default();
    if any(&Role::STAFF) {
        let query = ListQuery::new(people_list::Wanted::default()).searching(typed);
        records.people = Some(people_list::list(actor, services, &query).await?.into());
        let query = ListQuery::new(When::All).searching(typed);
        records.cohorts = Some(cohort_list::list(actor, services, &query).await?.into());
    }
    if any(&Role::COORDINATING) {
        let query = ListQuery::new(OpeningState::All).searching(typed);
        records.openings = Some(opening_list::list(actor, services, &query).await?.into());
        let query = ListQuery::new(()).searching(typed);
        records.employers = Some(employers::list(actor, services, &query).await?.into());
    }
    Ok(records)
}
