//! The tables of the index. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// What comes from one thing.
pub mod search_shelf {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_shelf")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text", unique)]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub version: String,
        #[sea_orm(column_type = "Text")]
        pub see: String,
        #[sea_orm(column_type = "Text")]
        pub lang: String,
        pub rank: i32,
        pub titles: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A text that can be found.
pub mod search_text {
    use domain::search::Kind;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_text")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub shelf_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub kind: Kind,
        #[sea_orm(column_type = "Text")]
        pub link: String,
        #[sea_orm(column_type = "Text")]
        pub anchor: String,
        #[sea_orm(column_type = "Text")]
        pub title: String,
        #[sea_orm(column_type = "Text")]
        pub heading: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        #[sea_orm(column_type = "Text")]
        pub place: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where pairs of letters stand in the texts of a shelf.
pub mod search_bucket {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_bucket")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub bucket: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub shelf_id: Uuid,
        pub pairs: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
