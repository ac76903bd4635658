//! What the word under the cursor means.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, TextDocumentPositionParams};

use super::define::{Named, course, named, word};
use super::keys::KEYS;
use super::workspace::{Here, Workspace};
use domain::Lang;

/// Answers a hover.
pub(super) fn explain(workspace: &Workspace, asked: &TextDocumentPositionParams) -> Option<Hover> {
    let here = workspace.here(&asked.text_document.uri)?;
    let places = workspace.places(here.text);
    let at = places.byte(asked.position);
    let value = meaning(&here, workspace.lang, &named(&here, at)?)?;
    let (found, start) = word(here.text, at);
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value,
        }),
        range: Some(places.range(start..start + found.len())),
    })
}

fn meaning(here: &Here<'_>, lang: Lang, named: &Named) -> Option<String> {
    match named {
        Named::Term(id) => {
            let term = here.known.parsed.terms.iter().find(|term| term.id == *id)?;
            let meaning = term.meaning_html.get(lang);
            Some(format!("**{}**\n\n{meaning}", term.word.get(lang)))
        }
        Named::Course(id) => {
            let (_, course) = course(here, id)?;
            Some(format!(
                "**{}**\n\n{}",
                course.title.get(lang),
                course.summary.get(lang)
            ))
        }
        Named::Item(id, item) => {
            let (_, course) = course(here, id)?;
            if let Some(lesson) = course.lessons.get(item) {
                let (_, text) = lesson.text(lang)?;
                let minutes = lesson.minutes;
                return Some(format!(
                    "**{}** ({})",
                    text.title,
                    lang.t(format!("{minutes}分"), format!("{minutes} min"))
                ));
            }
            let quiz = course.quizzes.get(item)?;
            let questions = quiz.questions.len();
            let asked = match lang {
                Lang::Ja => format!("{questions}問、{}%で合格", quiz.pass_percent),
                Lang::En => format!("{questions} questions, passed with {} %", quiz.pass_percent),
            };
            Some(format!("**{}** ({asked})", quiz.text(lang)?.title))
        }
        Named::Competence(tag) => Some(format!(
            "**{}** ({tag})",
            crate::catalog::competences::name(tag).get(lang)
        )),
        Named::Key(key, value) => {
            let known = KEYS.iter().find(|known| known.key == key)?;
            let mut text = format!("`{key}`: {}", lang.t(known.ja, known.en));
            if let Some((_, ja, en)) = known.values.iter().find(|(word, _, _)| word == value) {
                text.push_str(&format!("\n\n`{value}`: {}", lang.t(ja, en)));
            }
            Some(text)
        }
        Named::File(_) => None,
    }
}
