"""Repository rules that make Debian's Bazel packages usable without a network."""

def _link_tree(ctx, root, skip):
    for entry in root.readdir():
        if entry.basename not in skip:
            ctx.symlink(entry, entry.basename)

def _debian_rules_cc_impl(ctx):
    root = ctx.path(ctx.attr.path)
    adapted = ["compiler_flag.bzl", "cc_flags_supplier.bzl"]
    _link_tree(ctx, root, ["cc", "WORKSPACE", "MODULE.bazel"])
    ctx.file("WORKSPACE", "workspace(name = \"rules_cc\")\n")

    # Link every level down to the two adapted files, and copy only those.
    for level, skip in [
        ("cc", ["private"]),
        ("cc/private", ["rules_impl"]),
        ("cc/private/rules_impl", adapted),
    ]:
        for entry in ctx.path(ctx.attr.path + "/" + level).readdir():
            if entry.basename not in skip:
                ctx.symlink(entry, level + "/" + entry.basename)
    for name in adapted:
        text = ctx.read(ctx.path(ctx.attr.path + "/cc/private/rules_impl/" + name))
        text = text.replace(", \"use_cpp_toolchain\")", ")")
        text = text.replace("use_cpp_toolchain()", "[\"@bazel_tools//tools/cpp:toolchain_type\"]")
        ctx.file("cc/private/rules_impl/" + name, text)

debian_rules_cc = repository_rule(
    implementation = _debian_rules_cc_impl,
    attrs = {"path": attr.string(mandatory = True)},
    local = True,
)

def _stub_coverage_tools_impl(ctx):
    ctx.file("WORKSPACE", "workspace(name = \"remote_coverage_tools\")\n")
    ctx.file("BUILD", "filegroup(name = \"coverage_report_generator\", srcs = [], visibility = [\"//visibility:public\"])\n")

stub_coverage_tools = repository_rule(implementation = _stub_coverage_tools_impl)
