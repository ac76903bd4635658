//! What is held about a person, table by table: whose a row is, what of it is shown, and what becomes of it
//! when the person's data is erased. Each room writes the rules of its own tables; a test walks the schema
//! and fails at a table or a column that has none.

use futures::future::BoxFuture;
use uuid::Uuid;

use crate::{Result, Sentence, Services};

pub use super::texts::{Free, Words, words};

/// Whose a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The person's whom this column names.
    Person(&'static str),
    /// The person's whom one of these columns names.
    Either(&'static str, &'static str),
    /// Whose the row of another table is: this column holds its id.
    Through(&'static str, &'static str),
    /// Nobody's: people are named in it only as those who acted.
    Nobody,
}

/// What becomes of a row when the person's data is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erase {
    /// It goes.
    Remove,
    /// It stays without what somebody wrote and without secrets, for these counts.
    Anonymise(Words),
    /// The law holds it: it stays as it is until its time has come, and then goes.
    HeldByLaw(Words),
}

/// Rows of which a text is not shown to the person here; the person is told so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldBack {
    /// The text.
    pub column: &'static str,
    /// Where this column …
    pub unless: &'static str,
    /// … is not this word.
    pub is: &'static str,
}

/// The rule of a table.
#[derive(Clone, Copy, Debug)]
pub struct PersonalTable {
    /// The table.
    pub table: &'static str,
    /// What its rows are.
    pub title: Words,
    /// Whose a row is.
    pub subject: Subject,
    /// Columns that name people as those who acted.
    pub acts: &'static [&'static str],
    /// Texts that say nothing about who it was: words of a list, ids of courses. They stay.
    pub codes: &'static [&'static str],
    /// Texts that somebody wrote.
    pub free: &'static [Free],
    /// Secrets; never shown.
    pub secrets: &'static [&'static str],
    /// The columns that hold a file: its name, where it has one, and its content.
    pub file: Option<(&'static str, &'static str)>,
    /// Moments that are now when the data is erased, where they have not come yet.
    pub ends: &'static [&'static str],
    /// See the type.
    pub held_back: Option<HeldBack>,
    /// Its rows are made from those of other tables: they belong to the account, and are not moved to another.
    pub computed: bool,
    /// See the type.
    pub erase: Erase,
}

impl PersonalTable {
    /// A table whose rows go with the person.
    pub const fn new(table: &'static str, title: Words, subject: Subject) -> PersonalTable {
        PersonalTable {
            table,
            title,
            subject,
            acts: &[],
            codes: &[],
            free: &[],
            secrets: &[],
            file: None,
            ends: &[],
            held_back: None,
            computed: false,
            erase: Erase::Remove,
        }
    }

    /// A table in which people are named only as those who acted.
    pub const fn acted(table: &'static str, title: Words, acts: &'static [&'static str]) -> PersonalTable {
        PersonalTable::new(table, title, Subject::Nobody).acts(acts)
    }

    /// See the field.
    pub const fn acts(mut self, acts: &'static [&'static str]) -> PersonalTable {
        self.acts = acts;
        self
    }

    /// See the field.
    pub const fn codes(mut self, codes: &'static [&'static str]) -> PersonalTable {
        self.codes = codes;
        self
    }

    /// See the field.
    pub const fn free(mut self, free: &'static [Free]) -> PersonalTable {
        self.free = free;
        self
    }

    /// See the field.
    pub const fn secrets(mut self, secrets: &'static [&'static str]) -> PersonalTable {
        self.secrets = secrets;
        self
    }

    /// See the field.
    pub const fn file(mut self, name: &'static str, content: &'static str) -> PersonalTable {
        self.file = Some((name, content));
        self
    }

    /// See the field.
    pub const fn ends(mut self, ends: &'static [&'static str]) -> PersonalTable {
        self.ends = ends;
        self
    }

    /// See the field.
    pub const fn held_back(mut self, held_back: HeldBack) -> PersonalTable {
        self.held_back = Some(held_back);
        self
    }

    /// See the field.
    pub const fn computed(mut self) -> PersonalTable {
        self.computed = true;
        self
    }

    /// The rows stay without what somebody wrote, for these counts.
    pub const fn stays_for(mut self, counts: Words) -> PersonalTable {
        self.erase = Erase::Anonymise(counts);
        self
    }

    /// The law holds the rows.
    pub const fn held_by_law(mut self, law: Words) -> PersonalTable {
        self.erase = Erase::HeldByLaw(law);
        self
    }
}

/// What has to end before a person's name can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMatter {
    /// What it is, and what ends it.
    pub what: Sentence,
    /// The tables whose rows it holds.
    pub tables: &'static [&'static str],
}

/// Which open matters a person has.
pub type OpenMatters = for<'a> fn(&'a Services, Uuid) -> BoxFuture<'a, Result<Vec<OpenMatter>>>;

/// What a room holds about people.
#[derive(Clone, Copy)]
pub struct RoomData {
    /// The rules of its tables.
    pub tables: &'static [PersonalTable],
    /// How long it keeps what.
    pub keeping: &'static [super::keeping::Keeping],
    /// What rows are called that the tables of all rooms name: table, and the column of its name.
    pub labels: &'static [(&'static str, &'static str)],
    /// Which open matters it has with a person.
    pub open_matters: OpenMatters,
}

/// A room without matters that could be open.
pub fn no_open_matters(_: &Services, _: Uuid) -> BoxFuture<'_, Result<Vec<OpenMatter>>> {
    Box::pin(async { Ok(Vec::new()) })
}

/// The rule of every table, room by room.
pub fn tables(services: &Services) -> impl Iterator<Item = &'static PersonalTable> + use<> {
    services.above.own_data.iter().flat_map(|room| room.tables)
}

/// The rule of a table.
pub fn rule(services: &Services, table: &str) -> Option<&'static PersonalTable> {
    tables(services).find(|rule| rule.table == table)
}
