//! Between HTTP and the pages: a request as pages see it, what a page may answer, and how it is sent.

mod assets;
mod frame;
mod kept;
mod look;
mod render;
mod reply;
mod req;
mod serve;
mod upload;

pub use assets::{asset_url, island_stem};
pub use frame::{FrameKind, Slot};
pub use kept::Keeping;
pub use look::{Look, look};
pub use render::Scripted;
pub use reply::{Page, Reply};
pub use req::{Pairs, PostedFile, Req};
pub use serve::router;
