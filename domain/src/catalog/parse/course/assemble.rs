//! The files of a lesson or a quiz, one per language, made into one.

use std::collections::BTreeMap;

use super::check_draw;
use super::manifest::top;
use super::merge::{self, Translated};
use crate::Lang;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::{Block, Lesson, Quiz, QuizKind, ShowAnswers};
use crate::catalog::parse::lesson::{DraftLesson, MINUTES};
use crate::catalog::parse::quiz::DraftQuiz;
use crate::catalog::parse::sink::Sink;

/// The files of each id by language, with their paths.
pub(crate) type Items<'a, T> = BTreeMap<String, BTreeMap<Lang, (&'a str, T)>>;

/// What putting things together needs.
pub(crate) struct Tools<'t, 'a> {
    pub texts: &'t BTreeMap<&'a str, &'a str>,
    pub languages: &'t [Lang],
    pub found: &'t mut Vec<Diagnostic>,
}

impl<'a> Tools<'_, 'a> {
    fn text(&self, path: &str) -> &'a str {
        self.texts.get(path).copied().unwrap_or_default()
    }

    /// The languages there are, the source first. Reports those that are missing or too many.
    fn order<T>(&mut self, drafts: &BTreeMap<Lang, (&'a str, T)>) -> Vec<Lang> {
        let mut order: Vec<Lang> = self
            .languages
            .iter()
            .copied()
            .filter(|lang| drafts.contains_key(lang))
            .collect();
        for (lang, (path, _)) in drafts {
            if !order.contains(lang) {
                order.push(*lang);
                let code = lang.code();
                let message = Message::new(
                    format!("course.toml の languages に「{code}」がありません。"),
                    format!("course.toml does not list the language \"{code}\"."),
                );
                self.warn("K0507", path, message);
            }
        }
        let first = order
            .first()
            .and_then(|lang| drafts.get(lang))
            .map(|(path, _)| *path);
        let languages = self.languages.to_vec();
        for lang in languages.into_iter().filter(|lang| !drafts.contains_key(lang)) {
            let code = lang.code();
            let message = Message::new(
                format!("このファイルの「{code}」版がありません。"),
                format!("This file has no \"{code}\" version."),
            );
            self.warn("K0501", first.unwrap_or_default(), message);
        }
        order
    }

    fn warn(&mut self, code: &'static str, path: &str, message: Message) {
        let text = self.text(path);
        let mut sink = Sink::new(path, text);
        sink.warning(code, top(text), message);
        self.found.extend(sink.into_found());
    }
}

/// Puts a lesson together.
pub(crate) fn lesson<'a>(
    tools: &mut Tools<'_, 'a>,
    id: &str,
    mut drafts: BTreeMap<Lang, (&'a str, DraftLesson)>,
) -> Option<Lesson> {
    let order = tools.order(&drafts);
    let source = &drafts.get(order.first()?)?.1;
    let minutes = source.minutes.unwrap_or(MINUTES);
    let competences = source.competences.clone();
    let mut texts = BTreeMap::new();
    let mut facts = Vec::new();
    let mut translated = Vec::new();
    for lang in order {
        let Some((path, draft)) = drafts.remove(&lang) else {
            continue;
        };
        texts.insert(lang, draft.text);
        facts.extend(draft.facts);
        translated.push(Translated {
            lang,
            path,
            file: tools.text(path),
            questions: draft.questions,
        });
    }
    let questions = merge::questions(translated, 0.0, tools.found);
    for text in texts.values_mut() {
        // Questions that could not be read, or that only a translation has, are not there to be shown;
        // those that a translation lacks come at its end.
        let mut shown = Vec::new();
        text.blocks.retain(|block| match block {
            Block::Html(_) => true,
            Block::Question(id) => {
                let keep = questions.iter().any(|question| question.id == *id) && !shown.contains(id);
                shown.push(id.clone());
                keep
            }
        });
        let missing = questions.iter().filter(|question| !shown.contains(&question.id));
        text.blocks
            .extend(missing.map(|question| Block::Question(question.id.clone())));
    }
    let questions = questions
        .into_iter()
        .map(|question| (question.id.clone(), question))
        .collect();
    Some(Lesson {
        id: id.to_owned(),
        minutes,
        competences,
        texts,
        questions,
        facts,
    })
}

/// Puts a quiz together.
pub(crate) fn quiz<'a>(
    tools: &mut Tools<'_, 'a>,
    id: &str,
    mut drafts: BTreeMap<Lang, (&'a str, DraftQuiz)>,
) -> Option<Quiz> {
    let order = tools.order(&drafts);
    let (source_path, source) = drafts.get(order.first()?)?;
    let source_path = *source_path;
    let settings = source.settings.clone();
    let mut texts = BTreeMap::new();
    let mut translated = Vec::new();
    for lang in order {
        let Some((path, draft)) = drafts.remove(&lang) else {
            continue;
        };
        texts.insert(lang, draft.text);
        translated.push(Translated {
            lang,
            path,
            file: tools.text(path),
            questions: draft.questions,
        });
    }
    let questions = merge::questions(translated, settings.hint_cost.unwrap_or(0.0), tools.found);
    let mut sink = Sink::new(source_path, tools.text(source_path));
    check_draw::run(&mut sink, &settings.draw, &questions);
    tools.found.extend(sink.into_found());
    let kind = settings.kind.unwrap_or_default();
    let (show, pass) = match kind {
        QuizKind::Practice => (ShowAnswers::Immediately, 80),
        QuizKind::Test => (ShowAnswers::AfterSubmit, 80),
        QuizKind::Survey => (ShowAnswers::Never, 0),
    };
    Some(Quiz {
        id: id.to_owned(),
        kind,
        pass_percent: settings.pass_percent.unwrap_or(pass),
        attempts: settings.attempts.unwrap_or(0),
        minutes: settings.minutes,
        in_class_only: settings.in_class_only.unwrap_or(false),
        show_answers: settings.show_answers.unwrap_or(show),
        draw: settings.draw.into_iter().map(|(draw, _)| draw).collect(),
        competences: settings.competences,
        texts,
        questions,
    })
}
