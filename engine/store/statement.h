// Command and Query: prepared statements whose parameters and rows are structs. A struct names its columns once, in a
// member Columns(visitor) that hands every column to the visitor in the order of the SQL text; SOCI keeps the
// addresses, so neither a statement nor its structs move.
//
// A query is always read to its end: a SELECT that is left half read would hold its snapshot and hide later commits.
#pragma once

#include <soci/soci.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ikp::store {

struct NullableText {
  std::string value;
  soci::indicator set = soci::i_null;
};

struct NullableInteger {
  long long value = 0;
  soci::indicator set = soci::i_null;
};

// Parameters without a struct of their own: ?1, ?2, ... in order.
template <typename... T>
struct Parameters {
  std::tuple<T...> values;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    std::apply([&](auto&... value) { (visit(value), ...); }, values);
  }
};

namespace detail {

struct BindParameter {
  soci::statement& statement;
  void operator()(NullableText& column) { statement.exchange(soci::use(column.value, column.set)); }
  void operator()(NullableInteger& column) { statement.exchange(soci::use(column.value, column.set)); }
  template <typename T>
  void operator()(T& column) {
    statement.exchange(soci::use(column));
  }
};

struct BindResult {
  soci::statement& statement;
  void operator()(NullableText& column) { statement.exchange(soci::into(column.value, column.set)); }
  void operator()(NullableInteger& column) { statement.exchange(soci::into(column.value, column.set)); }
  template <typename T>
  void operator()(T& column) {
    statement.exchange(soci::into(column));
  }
};

}  // namespace detail

template <typename Input>
class Command {
 public:
  Command(soci::session& session, const std::string& sql) : statement_(session) {
    input.Columns(detail::BindParameter{statement_});
    statement_.alloc();
    statement_.prepare(sql);
    statement_.define_and_bind();
  }
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  // Runs with what is in `input`; returns how many rows it changed. Throws soci::soci_error.
  long long Run() {
    statement_.execute(true);
    return statement_.get_affected_rows();
  }

  Input input;

 private:
  soci::statement statement_;
};

template <typename Row, typename... Argument>
class Query {
 public:
  using Record = decltype(std::declval<const Row&>().ToRecord());

  Query(soci::session& session, const std::string& sql) : statement_(session) {
    row_.Columns(detail::BindResult{statement_});
    arguments_.Columns(detail::BindParameter{statement_});
    statement_.alloc();
    statement_.prepare(sql);
    statement_.define_and_bind();
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Throws soci::soci_error.
  std::vector<Record> All(Argument... arguments) {
    arguments_.values = {std::move(arguments)...};
    std::vector<Record> records;
    for (bool more = statement_.execute(true); more; more = statement_.fetch()) records.push_back(row_.ToRecord());
    return records;
  }
  std::optional<Record> First(Argument... arguments) {
    auto records = All(std::move(arguments)...);
    if (records.empty()) return std::nullopt;
    return std::move(records.front());
  }

 private:
  Row row_;
  Parameters<Argument...> arguments_;
  soci::statement statement_;
};

// The text of an error. what() would also name the statement's parameters, and those may be about a person.
inline std::string WithoutValues(const soci::soci_error& error) { return error.get_error_message(); }

// A LIMIT for SQLite, which counts in signed 64 bits.
inline long long ToSqlLimit(std::size_t limit) {
  return static_cast<long long>(std::min<std::size_t>(limit, std::numeric_limits<long long>::max()));
}

}  // namespace ikp::store
