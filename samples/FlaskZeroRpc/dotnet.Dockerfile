# One of the C# programs: PROGRAM is Api, Www, Worker or Gateway. The context is the repository.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG PROGRAM
WORKDIR /source
COPY . .
RUN dotnet publish samples/FlaskZeroRpc/$PROGRAM -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG PROGRAM
ENV ASSEMBLY=FlaskZeroRpc.$PROGRAM.dll
WORKDIR /app
COPY --from=build /app .
CMD ["sh", "-c", "exec dotnet $ASSEMBLY"]
