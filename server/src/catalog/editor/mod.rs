//! The language server for authors: it speaks the Language Server Protocol over stdio, as VS Code,
//! Neovim and Helix do. Problems appear while typing; ids complete, lead to where they are defined,
//! and say what they mean; common problems are fixed by one key.

mod complete;
mod define;
mod explain;
mod fix;
mod keys;
mod place;
mod refer;
mod workspace;

#[cfg(test)]
mod tests;

use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CodeActionParams, CodeActionProviderCapability, CompletionOptions, CompletionParams,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentFormattingParams, DocumentSymbolParams, GotoDefinitionParams, HoverParams,
    HoverProviderCapability, InitializeParams, OneOf, PositionEncodingKind, PublishDiagnosticsParams,
    ReferenceParams, RenameParams, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind,
    notification, request,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};
use domain::Lang;
use workspace::Workspace;

/// How long the typing rests before everything is read again.
const REST: Duration = Duration::from_millis(80);

/// Serves one editor over stdin and stdout until it says goodbye. It speaks the editor's language, or
/// `fallback` where the editor does not say which it has, as Neovim and Helix do not.
pub fn serve(fallback: Lang) -> Result<()> {
    let (connection, threads) = Connection::stdio();
    run(&connection, fallback)?;
    drop(connection);
    threads.join().map_err(Error::unexpected)
}

/// Serves one editor over a connection.
pub fn run(connection: &Connection, fallback: Lang) -> Result<()> {
    let (id, params) = connection.initialize_start().map_err(Error::unexpected)?;
    let params: InitializeParams = serde_json::from_value(params)?;
    let encodings = params
        .capabilities
        .general
        .as_ref()
        .and_then(|general| general.position_encodings.clone())
        .unwrap_or_default();
    let utf8 = encodings.contains(&PositionEncodingKind::UTF8);
    let lang = params.locale.as_deref().map_or(fallback, lang_of);
    let answer = serde_json::json!({
        "capabilities": capabilities(utf8),
        "serverInfo": { "name": "kakehashi", "version": env!("CARGO_PKG_VERSION") },
    });
    connection
        .initialize_finish(id, answer)
        .map_err(Error::unexpected)?;
    Editor {
        connection,
        workspace: Workspace::new(lang, utf8),
    }
    .serve()
}

/// The language of a locale such as `ja-JP` or `ja_JP.UTF-8`: Japanese, or else English.
pub fn lang_of(locale: &str) -> Lang {
    if locale.starts_with("ja") {
        Lang::Ja
    } else {
        Lang::En
    }
}

fn capabilities(utf8: bool) -> ServerCapabilities {
    let triggers = ["\"", ":", "(", "{", "=", "!", "#", "/", " "];
    ServerCapabilities {
        position_encoding: utf8.then_some(PositionEncodingKind::UTF8),
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Simple(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

struct Editor<'c> {
    connection: &'c Connection,
    workspace: Workspace,
}

impl Editor<'_> {
    fn serve(&mut self) -> Result<()> {
        let mut stale = false;
        loop {
            let message = if stale {
                match self.connection.receiver.recv_timeout(REST) {
                    Ok(message) => message,
                    Err(error) if error.is_timeout() => {
                        stale = false;
                        self.publish()?;
                        continue;
                    }
                    Err(_) => return Ok(()),
                }
            } else {
                match self.connection.receiver.recv() {
                    Ok(message) => message,
                    Err(_) => return Ok(()),
                }
            };
            match message {
                Message::Request(request) => {
                    if self
                        .connection
                        .handle_shutdown(&request)
                        .map_err(Error::unexpected)?
                    {
                        return Ok(());
                    }
                    // A question is answered for what was typed so far.
                    if std::mem::take(&mut stale) {
                        self.publish()?;
                    }
                    self.answer(request)?;
                }
                Message::Notification(note) => stale |= self.note(note)?,
                Message::Response(_) => {}
            }
        }
    }

    /// Takes in what the editor says; whether anything may have changed.
    fn note(&mut self, note: Notification) -> Result<bool> {
        use notification::Notification as _;
        match note.method.as_str() {
            notification::DidOpenTextDocument::METHOD => {
                let params: DidOpenTextDocumentParams = serde_json::from_value(note.params)?;
                self.workspace
                    .set(&params.text_document.uri, params.text_document.text);
            }
            notification::DidChangeTextDocument::METHOD => {
                let params: DidChangeTextDocumentParams = serde_json::from_value(note.params)?;
                // The whole text, as it was agreed.
                if let Some(change) = params.content_changes.into_iter().next_back() {
                    self.workspace.set(&params.text_document.uri, change.text);
                }
            }
            notification::DidCloseTextDocument::METHOD => {
                let params: DidCloseTextDocumentParams = serde_json::from_value(note.params)?;
                self.workspace.close(&params.text_document.uri);
            }
            notification::DidSaveTextDocument::METHOD | notification::DidChangeWatchedFiles::METHOD => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Reads everything again and shows the problems.
    fn publish(&mut self) -> Result<()> {
        for (uri, diagnostics) in self.workspace.refresh() {
            let params = PublishDiagnosticsParams::new(uri, diagnostics, None);
            let note = Notification::new(
                <notification::PublishDiagnostics as notification::Notification>::METHOD.to_owned(),
                params,
            );
            self.send(Message::Notification(note))?;
        }
        Ok(())
    }

    fn answer(&mut self, request: Request) -> Result<()> {
        use request::Request as _;
        let workspace = &self.workspace;
        let Request { id, method, params } = request;
        let response = match method.as_str() {
            request::Completion::METHOD => reply(id, params, |params: CompletionParams| {
                complete::complete(workspace, &params.text_document_position)
            }),
            request::GotoDefinition::METHOD => reply(id, params, |params: GotoDefinitionParams| {
                define::define(workspace, &params.text_document_position_params)
            }),
            request::References::METHOD => reply(id, params, |params: ReferenceParams| {
                refer::references(workspace, &params.text_document_position)
            }),
            request::Rename::METHOD => reply(id, params, |params: RenameParams| {
                refer::rename(workspace, &params.text_document_position, &params.new_name)
            }),
            request::DocumentSymbolRequest::METHOD => reply(id, params, |params: DocumentSymbolParams| {
                refer::symbols(workspace, &params.text_document.uri)
            }),
            request::HoverRequest::METHOD => reply(id, params, |params: HoverParams| {
                explain::explain(workspace, &params.text_document_position_params)
            }),
            request::CodeActionRequest::METHOD => reply(id, params, |params: CodeActionParams| {
                fix::actions(workspace, &params.text_document.uri, params.range)
            }),
            request::Formatting::METHOD => reply(id, params, |params: DocumentFormattingParams| {
                fix::format(workspace, &params.text_document.uri)
            }),
            other => Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("no {other} here")),
        };
        self.send(Message::Response(response))
    }

    fn send(&self, message: Message) -> Result<()> {
        self.connection.sender.send(message).map_err(Error::unexpected)
    }
}

fn reply<P: DeserializeOwned, A: Serialize>(
    id: RequestId,
    params: serde_json::Value,
    answer: impl FnOnce(P) -> A,
) -> Response {
    match serde_json::from_value(params) {
        Ok(params) => Response::new_ok(id, answer(params)),
        Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
    }
}
