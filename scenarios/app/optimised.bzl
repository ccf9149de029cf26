"""optimised_program: a program built with optimisation whatever the rest is built with, so that tests and commands can
live thousands of scenarios, and share one build of it."""

def _optimise(settings, _attr):
    return {
        "//command_line_option:compilation_mode": "opt",
        "//command_line_option:copt": settings["//command_line_option:copt"] + [
            "-O2",
            "-UNDEBUG",
            "-fno-plt",
            "-fomit-frame-pointer",
            "-fno-stack-protector",
            # The JSON library checks itself at every step, a twentieth of the time; fastbuild runs keep its checks.
            "-DJSON_ASSERT(x)=static_cast<void>(0)",
        ],
    }

_optimised = transition(
    implementation = _optimise,
    inputs = ["//command_line_option:copt"],
    outputs = [
        "//command_line_option:compilation_mode",
        "//command_line_option:copt",
    ],
)

def _program(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = program, target_file = ctx.attr.program[0].files_to_run.executable, is_executable = True)
    return [DefaultInfo(executable = program, files = depset([program]))]

optimised_program = rule(
    implementation = _program,
    attrs = {
        "program": attr.label(cfg = _optimised, executable = True, mandatory = True),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    executable = True,
)
