#include "engine/desktop_agent/folder/work_page.h"

#include <string_view>

#include "engine/desktop_agent/folder/work_page_style.h"

namespace ikp::desktop_agent {
namespace {

constexpr std::string_view kBox = "<span class=\"tick\"></span>";

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped.push_back(c);
    }
  }
  return escaped;
}

std::string Plural(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

class Page {
 public:
  explicit Page(const WorkPageFacts& facts) : facts_(facts) {}

  std::string Write(const WorkView& view) {
    Head(view.open.size());
    if (!facts_.put_aside.empty()) {
      html_ += "<p class=\"near\">No marks could be read in the worklist.csv that was saved. It was kept as <b>" +
               Escaped(facts_.put_aside) +
               "</b>. Put the marks into the new worklist.csv, save it as CSV, and delete the old file.</p>\n";
    }
    if (view.open.empty()) {
      html_ += "<p class=\"none\">Nothing to do. All families are in Procare Desktop.</p>\n";
    } else {
      How();
      for (const WorkItem& item : view.open) Card(item);
    }
    Ended("Done", "seen in the export of reports", view.done);
    Ended("Not wanted", "struck off on", view.not_wanted);
    Ended("Not needed any more", "settled otherwise on", view.taken_back);
    html_ +=
        "<p class=\"foot\">This page holds names of families. Keep it inside the centre, and shred it when it has been "
        "worked through. It is written by the program that connects Procare Desktop with IntelliKid Systems; changes "
        "made to it are lost.</p>\n</main></body></html>\n";
    return std::move(html_);
  }

 private:
  void Head(std::size_t cards) {
    const std::string of = facts_.centre.empty() ? std::string() : " · " + Escaped(facts_.centre);
    html_ +=
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\">\n<title>To enter into Procare Desktop" +
        of + "</title>\n<style>" + kWorkPageStyle + "</style></head><body><main>\n";
    html_ += "<h1>To enter into Procare Desktop</h1>\n<p class=\"sub\">" +
             (facts_.centre.empty() ? std::string() : "<b>" + Escaped(facts_.centre) + "</b> · ") + "as of " +
             ShortDate(facts_.today) + (cards == 0 ? std::string() : " · " + Plural(cards, "card", "cards")) + "</p>\n";
  }

  void How() {
    html_ +=
        "<section class=\"how\"><h2>What to do</h2><ol>"
        "<li>These families were registered in IntelliKid Systems and are not in Procare Desktop yet. Open Procare "
        "Desktop and take one card after the other.</li>"
        "<li>Before you add a person, <b>look for the name with the person search</b>. If the person is there, choose "
        "<b>Existing</b>; otherwise <b>New</b>. So nobody is entered twice.</li>"
        "<li>Type the fields from top to bottom; they stand in the order of Procare's screens. Tick the boxes on "
        "paper as you go, and the large one when the card is finished.</li>"
        "<li>When you are through, export the reports again into the folder where this page is. What is found there "
        "moves to <b>Done</b> by itself.</li>"
        "<li>A card that shall not be entered: open <b>worklist.csv</b> in the same folder, put an <b>x</b> into the "
        "column <b>Not wanted</b>, and save it.</li></ol></section>\n";
  }

  void Card(const WorkItem& item) {
    html_ += "<article class=\"card\"><div class=\"top\"><div class=\"no\">" + std::to_string(item.number) +
             "</div><div class=\"grow\"><h2>" + Escaped(Title(item)) + "</h2><p>" + Escaped(Subtitle(item)) +
             "</p></div>" + std::string(kBox) + "</div>\n";
    if (!item.look_at.empty()) {
      html_ += "<p class=\"near\">Perhaps done already: <b>" + Escaped(LookFirst(item)) +
               "</b>. Look there before you type.</p>\n";
    }
    Account(item);
    for (std::size_t i = 0; i < item.payers.size(); ++i) Payer(item.payers[i], i);
    for (std::size_t i = 0; i < item.children.size(); ++i) Child(item, i);
    html_ += "</article>\n";
  }

  static std::string Title(const WorkItem& item) {
    if (item.kind == WorkKind::kFamily) {
      const std::string name = item.payers.empty() ? item.account_name : item.payers.front().name.last;
      return "New family: " + name;
    }
    const std::string child = FullName(item.children.front().name);
    if (item.kind == WorkKind::kChild) return "Add a child: " + child;
    return "Set status and classroom: " + (child.empty() ? "child " + item.children.front().number : child);
  }

  std::string Subtitle(const WorkItem& item) const {
    std::string text;
    if (item.kind == WorkKind::kFamily) {
      text = Plural(item.payers.size(), "payer", "payers") + ", " + Plural(item.children.size(), "child", "children") +
             " · ";
    }
    if (!item.school.empty()) text += item.school + " · ";
    return text + "on this list since " + ShortDate(facts_.date_at(item.since));
  }

  void Account(const WorkItem& item) {
    if (item.kind == WorkKind::kFamily) {
      Part("Account", "Family Accounts, new account");
      Field("Account key",
            "<span class=\"key\">" + Escaped(item.account_key) +
                "</span> <span class=\"soft\">(proposed; if it is taken, put a digit at its end)</span>");
    } else {
      Part("Account", item.kind == WorkKind::kChild ? "open this account" : "where the child is");
      if (!item.account_key.empty()) {
        Field("Account key", "<span class=\"key\">" + Escaped(item.account_key) + "</span>");
      } else if (item.account_id > 0) {
        Field("Account number", std::to_string(item.account_id));
      }
      Plain("Family", item.account_name);
    }
    html_ += "</dl></section>\n";
  }

  void Payer(const WorkPayer& payer, std::size_t position) {
    Part("Payer " + std::to_string(position + 1), position == 0 ? "the primary payer" : "", true);
    Person(payer.name);
    for (const WorkPhone& phone : payer.phones) {
      Field("Phone", Escaped(phone.number) + " <span class=\"soft\">" + Escaped(phone.label) + "</span>");
    }
    Plain("E-mail", payer.email);
    Plain("Address", payer.address.line1);
    Plain("", payer.address.line2);
    std::string city = payer.address.city;
    std::string region = payer.address.state + (payer.address.state.empty() ? "" : " ") + payer.address.zip;
    Plain("", city + (city.empty() || region.empty() ? "" : ", ") + region);
    html_ += "</dl></section>\n";
  }

  void Child(const WorkItem& item, std::size_t position) {
    const WorkChild& child = item.children[position];
    const std::string title = item.children.size() > 1 ? "Child " + std::to_string(position + 1) : std::string("Child");
    const bool here = item.kind == WorkKind::kPlace;
    Part(title, here ? "is in Procare already" : "", !here);
    Person(child.name);
    if (here) Plain("Child ID", child.number);
    Plain("Gender", child.gender);
    if (child.birth_date) Plain("Date of birth", ShortDate(*child.birth_date));
    Statuses(child);
    Plain("Primary classroom", child.classroom);
    html_ += "</dl>\n";
    Relationships(child);
    html_ += "</section>\n";
  }

  void Person(const domain::PersonName& name) {
    Plain("First name", name.first);
    Plain("Middle name", name.middle);
    Plain("Last name", name.last + (name.suffix.empty() ? "" : " " + name.suffix));
    if (name.preferred != name.first) Plain("Called", name.preferred);
  }

  void Statuses(const WorkChild& child) {
    bool first = true;
    for (const WorkRow& row : child.rows) {
      Field(first ? "Enrollment status" : "and then", "<span class=\"soft\">date</span> " +
                                                          (row.date ? ShortDate(*row.date) : "today") +
                                                          " <span class=\"soft\">status</span> " + Escaped(row.status));
      first = false;
    }
  }

  void Relationships(const WorkChild& child) {
    if (child.relationships.empty()) return;
    html_ += "<table><tr><th>Relationships</th><th></th><th>Lives with</th><th>Emergency</th><th>Pickup</th></tr>\n";
    for (const WorkRelationship& relationship : child.relationships) {
      html_ +=
          "<tr><td>" + Escaped(FullName(relationship.person)) + "</td><td>" + Escaped(relationship.label) + "</td>";
      for (const bool on : {relationship.lives_with, relationship.emergency, relationship.pickup}) {
        html_ += on ? "<td class=\"box\">&#9745; yes</td>" : "<td class=\"box\">&#9744; no</td>";
      }
      html_ += "</tr>\n";
    }
    html_ += "</table>\n";
  }

  void Part(const std::string& title, const std::string& remark, bool person = false) {
    html_ += "<section class=\"part\"><h3>" + std::string(kBox) + Escaped(title);
    if (!remark.empty()) html_ += " <small>" + Escaped(remark) + "</small>";
    if (person)
      html_ += "<span class=\"look\">New or Existing? First look for this name with the person search.</span>";
    html_ += "</h3>\n";
    html_ += "<dl>\n";
  }
  void Field(const std::string& name, const std::string& html) {
    html_ += "<dt>" + Escaped(name) + "</dt><dd>" + html + "</dd>\n";
  }
  void Plain(const std::string& name, const std::string& text) {
    if (!text.empty()) Field(name, Escaped(text));
  }

  void Ended(const std::string& title, const std::string& how, const std::vector<WorkItem>& items) {
    if (items.empty()) return;
    html_ += "<section class=\"ended\"><h2>" + title + "</h2><ul>\n";
    for (const WorkItem& item : items) {
      html_ += "<li><b>" + std::to_string(item.number) + "</b> · " + Escaped(Title(item)) + " · " + how + " " +
               ShortDate(facts_.date_at(item.ended)) + "</li>\n";
    }
    html_ += "</ul></section>\n";
  }

  const WorkPageFacts& facts_;
  std::string html_;
};

}  // namespace

std::string WriteWorkPage(const WorkView& view, const WorkPageFacts& facts) { return Page(facts).Write(view); }

}  // namespace ikp::desktop_agent
