//! What a course is once its files are read: the types that server and browser share.
//!
//! Nothing here parses. All HTML in these types was made by the parser from escaped text and may be
//! shown as it is.

mod question;
mod rule;

pub use question::{Blank, Choice, ChoiceText, Partial, Question, QuestionKind, QuestionText};
pub use rule::{
    Excused, HomeLimits, How, MakeUp, NotSameAs, OnChange, Requirement, RequirementKind, Rule, SignOff,
    WaiverRule,
};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Lang, Text};

/// A course, complete with its lessons, quizzes and images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// The id, also the name of the course's folder and its place in URLs.
    pub id: String,
    /// The title, plain, with furigana removed.
    pub title: Text,
    /// One or two sentences for the list of courses.
    pub summary: Text,
    /// The languages it is written in; the first is the source, the others are translations of it.
    pub languages: Vec<Lang>,
    /// How long it takes, in hours.
    pub hours: f32,
    /// Tags of what it teaches, used by readiness and by openings.
    pub competences: Vec<String>,
    /// Ids of courses to finish first.
    pub requires: Vec<String>,
    /// The units, in order.
    pub units: Vec<Unit>,
    /// The lessons by id.
    pub lessons: BTreeMap<String, Lesson>,
    /// The quizzes by id.
    pub quizzes: BTreeMap<String, Quiz>,
    /// The images by their path in the course's folder (`images/mouse.webp`).
    pub images: BTreeMap<String, Vec<u8>>,
    /// What it names outside of its folder, for checks of the whole courses folder.
    #[serde(default)]
    pub outside: Vec<Outside>,
}

/// Something outside of a course's folder that one of its files names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Outside {
    /// The file that names it, relative to the course's folder.
    pub path: String,
    /// The first byte of the name in the file.
    pub start: usize,
    /// The byte after the name.
    pub end: usize,
    /// What is named.
    pub target: Target,
}

/// What a file may name outside of its course's folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// A term of the glossary, by its id.
    Term(String),
    /// A lesson or quiz of another course.
    Item {
        /// The course's id.
        course: String,
        /// The lesson or quiz.
        item: Item,
    },
}

/// A word of the glossary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The id, unique in the glossary.
    pub id: String,
    /// The word, plain.
    pub word: Text,
    /// How the Japanese word is read, in hiragana.
    pub reading: Option<String>,
    /// What it means, as HTML.
    pub meaning_html: Text,
}

/// A part of a course: lessons and quizzes in the order they are taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// The id, unique in the course.
    pub id: String,
    /// The title, plain.
    pub title: Text,
    /// What it holds, in order.
    pub items: Vec<Item>,
}

/// One step of a unit, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "lowercase")]
pub enum Item {
    /// A lesson.
    Lesson(String),
    /// A quiz.
    Quiz(String),
}

impl Item {
    /// The id of the lesson or quiz.
    pub fn id(&self) -> &str {
        match self {
            Item::Lesson(id) | Item::Quiz(id) => id,
        }
    }

    /// Whether it is a lesson.
    pub fn is_lesson(&self) -> bool {
        match self {
            Item::Lesson(_) => true,
            Item::Quiz(_) => false,
        }
    }
}

/// A lesson in all its languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// The id: its files' stem.
    pub id: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// Tags of what it teaches.
    pub competences: Vec<String>,
    /// The text of each language that has a file.
    pub texts: BTreeMap<Lang, LessonText>,
    /// Its practice questions by id.
    pub questions: BTreeMap<String, Question>,
    /// The laws, numbers and offices it relies on, each with its source.
    #[serde(default)]
    pub facts: Vec<Fact>,
}

/// Something a lesson states that may change: a law, a telephone number, a fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What is stated.
    pub what: String,
    /// Where it can be looked up.
    pub source: String,
    /// The day on which somebody last looked it up.
    pub checked: chrono::NaiveDate,
    /// The file that states it, relative to the course's folder.
    pub path: String,
    /// The first byte of the day in the file.
    pub start: usize,
    /// The byte after the day.
    pub end: usize,
}

impl Lesson {
    /// The text in `lang`, else in the other language, and which it is.
    pub fn text(&self, lang: Lang) -> Option<(Lang, &LessonText)> {
        [lang, lang.other()]
            .into_iter()
            .find_map(|lang| self.texts.get(&lang).map(|text| (lang, text)))
    }
}

/// A lesson in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LessonText {
    /// The title, plain.
    pub title: String,
    /// The title with furigana.
    pub title_html: String,
    /// What a learner can do afterwards, as HTML with furigana.
    pub goals: Vec<String>,
    /// The content, in order.
    pub blocks: Vec<Block>,
}

/// A stretch of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "lowercase")]
pub enum Block {
    /// Safe HTML.
    Html(String),
    /// The question of this id stands here.
    Question(String),
}

/// A quiz in all its languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quiz {
    /// The id: its files' stem without `.quiz`.
    pub id: String,
    /// What it is for.
    pub kind: QuizKind,
    /// The score that passes, 0–100 percent.
    pub pass_percent: u8,
    /// How many attempts a learner has; 0 is no limit.
    pub attempts: u32,
    /// The time limit of an attempt, in minutes.
    pub minutes: Option<u32>,
    /// Whether it needs a check-in at a running class session.
    pub in_class_only: bool,
    /// When a learner sees the right answers.
    pub show_answers: ShowAnswers,
    /// Pools to draw questions from; empty is all questions.
    pub draw: Vec<Draw>,
    /// Tags of what it shows.
    pub competences: Vec<String>,
    /// The text of each language that has a file.
    pub texts: BTreeMap<Lang, QuizText>,
    /// The questions, in the source language's order.
    pub questions: Vec<Question>,
}

impl Quiz {
    /// The text in `lang`, else in the other language.
    pub fn text(&self, lang: Lang) -> Option<&QuizText> {
        self.texts.get(&lang).or_else(|| self.texts.get(&lang.other()))
    }

    /// The question of this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

/// A quiz's own words in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuizText {
    /// The title, plain.
    pub title: String,
    /// The title with furigana.
    pub title_html: String,
    /// What stands before the first question, as HTML.
    pub intro_html: String,
}

/// What a quiz is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuizKind {
    /// To learn from; counts for nothing.
    #[default]
    Practice,
    /// To show what one can do; passing it completes the item.
    Test,
    /// To ask for opinions; never scored.
    Survey,
}

/// When a learner sees the right answers and explanations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShowAnswers {
    /// After each question.
    Immediately,
    /// When the attempt is handed in.
    #[default]
    AfterSubmit,
    /// When the quiz is passed.
    AfterPass,
    /// Never.
    Never,
}

/// A pool: `count` questions of those tagged `tag`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// The tag that makes the pool.
    pub tag: String,
    /// How many to draw.
    pub count: u32,
}
