//! What tests about publishing ask of a classroom: sources, webhooks, and waiting for what they begin.

use std::time::Duration;

use axum::body::Body;
use hmac::{Hmac, Mac};
use http::Request;
use sha2::Sha256;
use tower::ServiceExt;
use uuid::Uuid;

use crate::{Answer, Classroom, Person};

impl Classroom {
    /// Starts the worker behind the sources, as `serve` does.
    pub fn watch_sources(&self) {
        tokio::spawn(server::catalog::poll::run(self.services.clone()));
    }

    /// Starts the program again with a smaller limit for mirrors, in megabytes.
    pub async fn limit_sources(&mut self, megabytes: u64) {
        let mut config = self.services.config.clone();
        config.sources.megabytes = megabytes;
        self.services = server::Services::start(config).await.expect("the program starts");
        self.router = server::cli::app(self.services.clone(), app::routes::router);
    }

    /// A git source, added by an administrator in the form. `more` replaces or adds fields.
    pub async fn add_source(&self, administrator: &Person, url: &str, more: &[(&str, &str)]) -> Uuid {
        let mut fields = vec![
            ("name", "Town"),
            ("url", url),
            ("branch", "main"),
            ("folder", ""),
            ("auth", "none"),
            ("token", ""),
            ("auto_publish", "yes"),
            ("poll_minutes", "0"),
        ];
        fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        fields.extend(more.iter().filter(|(_, value)| *value != "-"));
        let answer = administrator.post("/sources/new", &fields).await.expect(303);
        let id = answer
            .location()
            .trim_start_matches("/sources/")
            .trim_end_matches("/settings");
        id.parse().expect("the source's id")
    }

    /// The secret of a source's webhook, from its settings page.
    pub async fn hook_secret(&self, administrator: &Person, source: Uuid) -> String {
        let page = administrator
            .get(&format!("/sources/{source}/settings"))
            .await
            .expect(200);
        let (_, rest) = page
            .body
            .split_once("<summary>Show</summary>")
            .expect("the secret");
        let (_, rest) = rest.split_once('>').expect("a mark");
        rest.split_once('<').expect("a mark").0.to_owned()
    }

    /// A message to a source's webhook. Gives the status.
    pub async fn hook(&self, source: Uuid, body: &str, headers: &[(&str, &str)]) -> u16 {
        let mut request = Request::builder()
            .method("POST")
            .uri(format!("/hooks/{source}"))
            .header("host", "classroom.test")
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        answer.status().as_u16()
    }

    /// The same, signed as GitHub signs.
    pub async fn signed_hook(&self, source: Uuid, secret: &str, body: &str) -> u16 {
        let signature = format!("sha256={}", sign(secret, body));
        self.hook(source, body, &[("x-hub-signature-256", &signature)])
            .await
    }

    /// Waits until a page shows these words.
    pub async fn until(&self, person: &Person, path: &str, words: &str) -> Answer {
        let mut last = person.get(path).await;
        for _ in 0..200 {
            if last.body.contains(words) {
                return last;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            last = person.get(path).await;
        }
        panic!("{words:?} never came to {path}:\n{}", last.body);
    }
}

/// The HMAC of a message, in hexadecimal.
pub fn sign(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(body.as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
