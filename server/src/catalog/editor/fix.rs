//! Quick fixes: "did you mean", and the ids that are missing.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range, TextEdit, Uri, WorkspaceEdit};

use super::workspace::{Here, Workspace};
use crate::catalog::history;

/// The fixes for the problems within a range.
pub(super) fn actions(workspace: &Workspace, uri: &Uri, range: Range) -> Vec<CodeActionOrCommand> {
    let Some(here) = workspace.here(uri) else {
        return Vec::new();
    };
    let places = workspace.places(here.text);
    let (start, end) = (places.byte(range.start), places.byte(range.end));
    let mut actions = Vec::new();
    let found = here.known.parsed.diagnostics().filter(|(course, found)| {
        *course == here.course
            && found.path == here.path
            && found.span.start <= end
            && start <= found.span.end
    });
    let mut ids_missing = false;
    for (_, found) in found {
        ids_missing |= matches!(found.code, "K0401" | "K0407");
        if let Some(instead) = &found.instead {
            let written = here.text.get(found.span.clone()).unwrap_or_default();
            let new = replacement(written, instead);
            let title = match workspace.lang {
                domain::Lang::Ja => format!("「{instead}」に直す"),
                domain::Lang::En => format!("Change to \"{instead}\""),
            };
            let edit = TextEdit::new(places.range(found.span.clone()), new);
            actions.push(action(title, uri, vec![edit], true));
        }
    }
    if ids_missing && let Some(edit) = formatted(workspace, &here) {
        let title = workspace
            .lang
            .t("足りないidを付ける", "Add the missing ids")
            .to_owned();
        actions.push(action(title, uri, vec![edit], true));
    }
    actions
}

/// The characters of a problem with the name in them replaced: quotes and a scheme stay.
fn replacement(written: &str, instead: &str) -> String {
    let quote = written
        .chars()
        .next()
        .filter(|letter| matches!(letter, '"' | '\''));
    match (quote, written.split_once(':')) {
        (Some(quote), _) => format!("{quote}{instead}{quote}"),
        (None, Some(("glossary", _))) => format!("glossary:{instead}"),
        (None, _) if written.starts_with("[!") => format!("[!{instead}]"),
        (None, _) => instead.to_owned(),
    }
}

/// The whole file as `fmt` writes it; nothing if it is so already.
fn formatted(workspace: &Workspace, here: &Here<'_>) -> Option<TextEdit> {
    let files = here.known.folder.courses.get(&here.course)?;
    let folder = here.root.join(&here.course);
    let new = history::format(&folder, files).changed.remove(&here.path)?;
    let whole = workspace.places(here.text).range(0..here.text.len());
    Some(TextEdit::new(whole, new))
}

/// Answers "format the document".
pub(super) fn format(workspace: &Workspace, uri: &Uri) -> Vec<TextEdit> {
    let here = workspace.here(uri);
    here.and_then(|here| formatted(workspace, &here))
        .into_iter()
        .collect()
}

// The protocol's own type has addresses as keys.
#[allow(clippy::mutable_key_type)]
fn action(title: String, uri: &Uri, edits: Vec<TextEdit>, preferred: bool) -> CodeActionOrCommand {
    CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        edit: Some(WorkspaceEdit::new(HashMap::from([(uri.clone(), edits)]))),
        is_preferred: Some(preferred),
        ..CodeAction::default()
    })
}
