//! Tables of small documents, and the snapshot of all schemas.

use super::{ArticleColumns, Batch, Column, TableBuilder, TableKind, TableOptions};
use crate::{Article, Pipeline};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, StringArray};
use std::fmt::Write;
use std::sync::Arc;

fn batch(kind: TableKind, options: &TableOptions, texts: &[Option<&str>]) -> Batch {
    let pipeline = Pipeline::new();
    let mut builder = TableBuilder::new(kind, options.clone());
    for (row, text) in texts.iter().enumerate() {
        let article = Article { text: text.map(str::to_owned), id: Some(format!("a{row}")), ..Article::default() };
        builder.push(10 + row as u64, &pipeline.analyze(article));
    }
    builder.finish()
}

const TEXTS: &[Option<&str>] = &[Some("\"We are ready,\" Mayor Ana Ruiz said. \"We will not wait.\""), None, Some("Café.")];

/// What `docs/tables.md` holds: the contract, as a snapshot.
fn document_schemas() -> String {
    let mut page = String::new();
    for kind in TableKind::ALL {
        let _ = write!(page, "## {}\n\n{}.\n\n| column | type | null | holds |\n|---|---|---|---|\n", kind.name(), kind.about());
        for column in kind.columns() {
            let null = match column {
                Column { is_nullable: true, .. } => "yes",
                Column { needs_quotes: true, .. } => "without quotes",
                _ => "",
            };
            let _ = writeln!(page, "| {} | {} | {null} | {} |", column.name, column.kind.name(), column.about);
        }
        page.push('\n');
    }
    page
}

#[test]
fn the_schema_is_what_docs_tables_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tables.md");
    let expected = document_schemas();
    let page = std::fs::read_to_string(path).unwrap_or_default();
    let (head, found) = page.split_at(page.find("## articles").unwrap_or(page.len()));
    if std::env::var_os("PULLQUOTE_BLESS").is_some() {
        std::fs::write(path, format!("{head}{expected}")).unwrap();
    } else {
        assert_eq!(found, expected, "the schema changed: if that is meant, raise SCHEMA and run with PULLQUOTE_BLESS=1");
    }
}

#[test]
fn every_table_has_its_columns_and_version() {
    for kind in TableKind::ALL {
        let batch = batch(kind, &TableOptions::default(), TEXTS);
        let schema = batch.schema();
        let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        let expected: Vec<&str> = kind.columns().iter().map(|column| column.name).collect();
        assert_eq!(names, expected);
        assert_eq!(schema.metadata()["pullquote.schema"], "1");
        assert_eq!(schema.metadata()["pullquote.table"], kind.name());
        assert_eq!(batch.rows.len(), batch.records.num_rows());
        for (field, column) in schema.fields().iter().zip(kind.columns()) {
            assert_eq!(field.data_type(), &column.kind.arrow(), "{}", column.name);
        }
    }
}

#[test]
fn quotes_that_are_not_sure_enough_are_no_rows() {
    let texts = &[TEXTS[0], Some("Mayor Ana Ruiz said that the harbor would open in May.")];
    let rows = |min_confidence| {
        let batch = batch(TableKind::Quotes, &TableOptions { min_confidence, ..TableOptions::default() }, texts);
        batch.records["confidence"].as_primitive::<Float64Type>().values().to_vec()
    };
    let all = rows(0.0);
    let most = all.iter().copied().fold(0.0, f64::max);
    let surest: Vec<f64> = all.iter().copied().filter(|&confidence| confidence >= most).collect();
    assert!(surest.len() < all.len() && most < 1.0, "{all:?}");
    assert_eq!(rows(most), surest, "the very number that is shown will do");
    assert!(rows(1.0).is_empty());
}

#[test]
fn columns_that_need_quotes_are_null_without_them() {
    let pipeline = Pipeline::new().without_quotes();
    for kind in TableKind::ALL.into_iter().filter(|kind| !kind.is_of_quotes()) {
        // The options may say otherwise, and a table may mix both: nothing is lost.
        for (has_quotes, is_mixed) in [(false, false), (true, false), (true, true)] {
            let mut builder = TableBuilder::new(kind, TableOptions { has_quotes, ..TableOptions::default() });
            let article = || Article { text: TEXTS[0].map(str::to_owned), ..Article::default() };
            builder.push(0, &pipeline.analyze(article()));
            let n_without = builder.columns.len();
            assert!(n_without > 0 || matches!(kind, TableKind::Boilerplate | TableKind::Times));
            if is_mixed {
                builder.push(1, &Pipeline::new().analyze(article()));
            }
            let batch = builder.finish();
            assert_eq!(batch.rows.len(), batch.records.num_rows());
            let fields = batch.schema();
            for ((field, column), array) in fields.fields().iter().zip(kind.columns()).zip(batch.records.columns()) {
                assert_eq!(field.is_nullable(), column.is_nullable || column.needs_quotes, "{}", column.name);
                if column.needs_quotes {
                    assert_eq!(array.null_count(), n_without, "{}", column.name);
                }
            }
        }
    }
}

#[test]
fn an_article_without_text_is_a_row_with_an_error() {
    let articles = batch(TableKind::Articles, &TableOptions { has_text: true, ..TableOptions::default() }, TEXTS);
    let errors = articles.records["error"].as_string::<i64>();
    assert!(errors.is_null(0) && errors.is_null(2));
    assert_eq!(errors.value(1), "no text");
    assert_eq!(articles.records["n_chars"].as_primitive::<Int64Type>().value(2), 5);
    assert_eq!(articles.records["text"].as_string::<i64>().value(2), "Café.");
    assert_eq!(articles.rows.iter().collect::<Vec<_>>(), [10, 11, 12]);
}

#[test]
fn the_callers_ids_and_columns_come_back() {
    let ids: ArrayRef = Arc::new(StringArray::from(vec![Some("x"), None, Some("z")]));
    let urls: ArrayRef = Arc::new(DictionaryArray::<Int32Type>::from_iter(["u", "v", "u"]));
    let kept = vec![("url".to_owned(), urls, vec![]), ("title".to_owned(), ids.clone(), vec![TableKind::Articles])];
    let columns = ArticleColumns { ids: Some(ArticleColumns::decode(&ids).unwrap()), kept };
    let articles = batch(TableKind::Articles, &TableOptions::default(), TEXTS).with_articles(&columns, 10).unwrap();
    let found = articles.records["article_id"].as_dictionary::<Int32Type>();
    let found: Vec<Option<&str>> = found.downcast_dict::<StringArray>().unwrap().into_iter().collect();
    assert_eq!(found, [Some("x"), None, Some("z")]);
    let last = articles.records.schema().fields().len() - 1;
    assert_eq!(articles.records.schema().field(last).name(), "url");
    assert_eq!(ArticleColumns::decode(articles.records.column(last)).unwrap().as_string::<i32>().value(2), "u");
}
