//! Between HTTP and the pages: a request as pages see it, what a page may answer, and how it is sent.

mod assets;
mod body;
mod cookies;
mod draft;
mod failure;
mod frame;
mod hidden;
mod kept;
mod look;
mod outbox;
mod pairs;
mod post;
mod render;
mod reply;
mod req;
mod script;
mod serve;
mod upload;

pub use assets::{asset_url, island_stem};
pub use cookies::{Life, OPENED};
pub use frame::{FrameKind, Slot};
pub use look::{Look, look};
pub use outbox::Waiting;
pub use pairs::Pairs;
pub use post::{FromPosted, Nothing, Posted, PostedFile};
pub use render::Scripted;
pub use reply::{Page, Reply};
pub use req::Req;
pub use script::Saved;
pub use serve::router;
