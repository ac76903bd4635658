//! What a page weighs over the wire, with all that it loads.

use std::{collections::BTreeSet, net::SocketAddr};

use crate::{
    Result,
    client::{Connection, get},
};

/// A page by its compressed bytes.
#[derive(Default)]
pub struct Weight {
    /// The document.
    pub html: usize,
    /// Style sheets.
    pub css: usize,
    /// Scripts.
    pub js: usize,
    /// Browser modules.
    pub wasm: usize,
    /// The icon and pictures.
    pub pictures: usize,
    /// The document before compression.
    pub plain: usize,
}

impl Weight {
    /// Everything together.
    pub fn all(&self) -> usize {
        self.html + self.css + self.js + self.wasm + self.pictures
    }
}

/// Weighs a page; none when it is not there.
pub async fn weigh(address: SocketAddr, path: &str, token: &str) -> Result<Option<Weight>> {
    let mut connection = Connection::open(address).await?;
    let page = connection.ask(&get(path, token, true)).await?;
    if page.status != 200 {
        return Ok(None);
    }
    let html = page.text()?;
    let mut weight = Weight {
        html: page.body.len(),
        plain: html.len(),
        ..Weight::default()
    };
    for part in parts(&html) {
        let size = connection.ask(&get(&part, token, true)).await?.body.len();
        match part.rsplit('.').next() {
            Some("css") => weight.css += size,
            Some("js") => weight.js += size,
            Some("wasm") => weight.wasm += size,
            _ => weight.pictures += size,
        }
    }
    Ok(Some(weight))
}

/// The files of this server that a document names: those it was built with, and its pictures.
fn parts(html: &str) -> BTreeSet<String> {
    let built = html.match_indices("/pkg/").map(|(at, _)| &html[at..]);
    let pictures = html.match_indices(" src=\"/").map(|(at, _)| &html[at + 6..]);
    built
        .chain(pictures)
        .map(|rest| {
            rest.split(['"', '\'', '`', ')', ' ', '>', '&'])
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .filter(|path| path.contains('.'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_names_its_parts_once() {
        let html = r#"<link href="/pkg/a.css"><link href="/pkg/a.js"><script>import('/pkg/a.js')</script><img src="/x/y.svg"><a href="/z.pdf">"#;
        assert_eq!(
            parts(html).into_iter().collect::<Vec<_>>(),
            ["/pkg/a.css", "/pkg/a.js", "/x/y.svg"]
        );
    }
}
